import type { Extreme, NonFiniteCounts, Tolerance } from './comparison.ts';
import { boundFactorsOf, boundReader, type RoundingBound } from '../rounding/bound.ts';
import { scanBlock, ScanKernel } from './scanKernel.ts';
import type { Steps } from '../core/steps.ts';
import { type FormatName, formats } from '../rounding/formats.ts';
import type { Tensor } from '../core/tensor.ts';
import { CountAndFirst, Maximum, NonFiniteCounter, WorstErrors } from './accumulators.ts';
import { boundRatio, areEqual, relError, ulpError } from './errors.ts';
import { type ComparedPart, elementsPerStep } from './comparedPart.ts';

/**
 * Returns a lower bound, slightly below u, on ulp(x) / |x|. For an x beyond the format's largest number, the quotient
 * is smaller. But such an x has the largest ulp there is, so the element with the largest error in ulps is then also
 * the one with the largest absolute error, which is tracked anyway.
 */
function leastUlp(format: FormatName): number {
  return formats[format].roundoff * 0.999;
}
/**
 * If a quotient dividend / divisor exceeds a limit, the dividend exceeds this factor × limit × divisor, whatever the
 * rounding of these operations.
 */
const quotientSlack = 1 - 2 ** -50;

/** The results of the first pass over the elements of two tensors: the largest errors, and counts. */
export interface ScanResult {
  readonly compared: number;
  readonly allEqual: boolean;
  readonly maxAbs: Extreme | null;
  readonly maxRel: Extreme | null;
  readonly maxUlp: Extreme | null;
  readonly maxBoundRatio: Extreme | null;
  readonly worst: readonly Extreme[];
  readonly mismatches: { readonly count: number; readonly first: number | null };
  readonly beyondBound: { readonly count: number; readonly first: number | null };
  readonly unmatched: { readonly count: number; readonly first: number | null };
  readonly actual: NonFiniteCounts;
  readonly expected: NonFiniteCounts;
}

/** How errors are measured. */
export interface ScanOptions {
  readonly tolerance: Tolerance;
  /** Rounding bound of the part's elements; null if there is none. */
  readonly bound: RoundingBound | null;
  /** The number of largest errors that are kept. */
  readonly worst: number;
  /** The format in whose units in the last place errors are counted; the actual tensor's dtype if omitted. */
  readonly stored?: FormatName;
}

/**
 * Runs the first pass over a part of the elements: finds the largest errors and counts mismatches and non-finite
 * values.
 */
export function* scanErrors(part: ComparedPart, options: ScanOptions): Steps<ScanResult> {
  const scan = new ErrorScan(part, options);
  const total = part.actual.data.length;
  for (let from = 0; from < total; from += elementsPerStep) {
    yield { stage: 'Error and bound', done: from, total: 2 * total };
    scan.add(from, Math.min(from + elementsPerStep, total));
  }
  scan.end();
  return scan.scanned;
}

/**
 * The state of the first pass: the largest errors so far and the counts. To save divisions, computes a quotient
 * (relative error, error in ulps, error ÷ bound) only if it may be the largest so far. A multiplication and a
 * comparison nearly always rule that out. The WebAssembly kernel, if available, does only these multiplications and
 * comparisons, and stops at each element that they do not rule out.
 */
class ErrorScan {
  readonly #actual: Tensor['data'];
  readonly #expected: Tensor['data'];
  readonly #stored: FormatName;
  readonly #first: number;
  readonly #tolerance: Tolerance;
  readonly #bound: ((at: number) => number) | null;
  readonly #kernel: ScanKernel | null;
  readonly #nonFinite = [new NonFiniteCounter(), new NonFiniteCounter()] as const;
  readonly #mismatches = new CountAndFirst();
  readonly #beyondBound = new CountAndFirst();
  readonly #unmatched = new CountAndFirst();
  readonly #rel = new Maximum();
  readonly #ulp = new Maximum();
  readonly #ratio = new Maximum();
  readonly #worst: WorstErrors;
  #compared = 0;
  #allEqual = true;

  constructor(part: ComparedPart, { tolerance, bound, worst, stored }: ScanOptions) {
    const { actual, expected, first } = part;
    const factors = bound && boundFactorsOf(bound);
    this.#actual = actual.data;
    this.#expected = expected.data;
    this.#stored = stored ?? actual.dtype;
    this.#first = first;
    this.#tolerance = tolerance;
    this.#bound = bound && boundReader(bound, factors);
    this.#kernel = ScanKernel.of(part, bound, factors, tolerance);
    this.#worst = new WorstErrors(worst);
  }

  /** Adds the elements `from` … `to` − 1. */
  add(from: number, to: number): void {
    const kernel = this.#kernel;
    for (let at = from; at < to;) {
      const next = kernel === null ? at : this.#skip(kernel, at, to);
      at = kernel === null ? to : Math.min(next + scanBlock, to);
      this.#addEach(next, at);
    }
  }

  /** Ends the pass and releases the WebAssembly kernel. */
  end(): void {
    this.#kernel?.release();
  }

  /**
   * Lets the WebAssembly kernel skip elements from index `from` on. Returns the index of the first element that it does
   * not skip.
   */
  #skip(kernel: ScanKernel, from: number, to: number): number {
    const limits = this.#limits();
    // Until there is a first quotient, even an element with error 0 must be considered.
    if (limits.rel < 0) return from;
    const skipped = kernel.skip(from, to, {
      ...limits,
      share: leastUlp(this.#stored),
      awaitMismatch: this.#mismatches.count === 0,
    });
    this.#compared += skipped.to - from;
    this.#mismatches.addMore(skipped.mismatches);
    // None of the skipped elements is the first beyond its bound: the first one has the largest ratio so far, and the
    // kernel stops there.
    this.#beyondBound.addMore(skipped.beyond);
    return skipped.to;
  }

  #addEach(from: number, to: number): void {
    const [actual, expected, bound] = [this.#actual, this.#expected, this.#bound];
    const { rtol, atol } = this.#tolerance;
    const share = leastUlp(this.#stored);
    let [compared, allEqual] = [0, true];
    let { worst, rel, ulp, ratio } = this.#limits();
    for (let at = from; at < to; at++) {
      const a = actual[at] as number;
      const e = expected[at] as number;
      const error = Math.abs(a - e);
      // The difference is NaN also if both values are the same infinity.
      if (!(error < Infinity) && !this.#isFinitePair(a, e, at)) continue;
      const size = Math.abs(e);
      const allowed = bound === null ? Infinity : bound(at);
      compared++;
      if (error > 0) {
        allEqual = false;
        if (error > atol + rtol * size || error === Infinity) this.#mismatches.add(this.#first + at);
        if (error > allowed) this.#beyondBound.add(this.#first + at);
      }
      if (error > worst || error > rel * size || error > ulp * size * share || error > ratio * allowed || rel < 0) {
        this.#consider(a, e, error, allowed, this.#first + at);
        ({ worst, rel, ulp, ratio } = this.#limits());
      }
    }
    this.#compared += compared;
    this.#allEqual &&= allEqual;
  }

  /** Updates every maximum with an element. */
  #consider(a: number, e: number, error: number, allowed: number, at: number): void {
    this.#worst.add(error, at);
    if (e !== 0 || error === 0) this.#rel.add(relError(a, e), at);
    this.#ulp.add(ulpError(a, e, this.#stored), at);
    if (this.#bound !== null) this.#ratio.add(boundRatio(error, allowed), at);
  }

  /** Returns the largest values so far, as thresholds: an element that exceeds none of them changes no maximum. */
  #limits(): { worst: number; rel: number; ulp: number; ratio: number } {
    return {
      worst: this.#worst.least,
      rel: limitOf(this.#rel),
      ulp: limitOf(this.#ulp),
      ratio: this.#bound === null ? Infinity : limitOf(this.#ratio),
    };
  }

  /**
   * Handles an element whose difference is NaN or infinite. Returns true if both values are finite and only their
   * difference overflowed. Otherwise counts the element as non-finite.
   */
  #isFinitePair(a: number, e: number, at: number): boolean {
    if (Number.isFinite(a) && Number.isFinite(e)) return true;
    this.#nonFinite[0].add(a);
    this.#nonFinite[1].add(e);
    if (!areEqual(a, e, this.#tolerance)) this.#mismatches.add(this.#first + at);
    // A reference with a bound is that of a call, and a NaN that the call makes is right, whatever the tolerance.
    if (areEqual(a, e, { ...this.#tolerance, equalNan: this.#tolerance.equalNan || this.#bound !== null }))
      return false;
    this.#allEqual = false;
    this.#unmatched.add(this.#first + at);
    return false;
  }

  get scanned(): ScanResult {
    return {
      compared: this.#compared,
      allEqual: this.#allEqual,
      maxAbs: this.#worst.extremes[0] ?? null,
      maxRel: this.#rel.extreme,
      maxUlp: this.#ulp.extreme,
      maxBoundRatio: this.#ratio.extreme,
      worst: this.#worst.extremes,
      mismatches: this.#mismatches.found,
      beyondBound: this.#beyondBound.found,
      unmatched: this.#unmatched.found,
      actual: this.#nonFinite[0].counts,
      expected: this.#nonFinite[1].counts,
    };
  }
}

/**
 * Returns a factor f: if dividend ≤ f × divisor, the quotient does not exceed the maximum so far. Returns −1 if there
 * is no maximum yet.
 */
function limitOf(maximum: Maximum): number {
  const { extreme } = maximum;
  return extreme === null ? -1 : extreme.value * quotientSlack;
}

type Found = ScanResult['mismatches'];

/** Combines the first-pass results of parts, given in the order of the elements, into the result for the whole. */
export function mergeScans(parts: readonly ScanResult[], worst: number): ScanResult {
  const all = <Key extends keyof ScanResult>(key: Key): readonly ScanResult[Key][] => parts.map((part) => part[key]);
  return {
    compared: all('compared').reduce((a, b) => a + b, 0),
    allEqual: all('allEqual').every((each) => each),
    maxAbs: largest(all('maxAbs')),
    maxRel: largest(all('maxRel')),
    maxUlp: largest(all('maxUlp')),
    maxBoundRatio: largest(all('maxBoundRatio')),
    // The sort is stable: of equal errors, the one with the lower index stays first.
    worst: all('worst')
      .flat()
      .sort((a, b) => b.value - a.value)
      .slice(0, worst),
    mismatches: sumFound(all('mismatches')),
    beyondBound: sumFound(all('beyondBound')),
    unmatched: sumFound(all('unmatched')),
    actual: sumCounts(all('actual')),
    expected: sumCounts(all('expected')),
  };
}

/** Returns the largest value; of equal values, the first. */
function largest(extremes: readonly (Extreme | null)[]): Extreme | null {
  return extremes.reduce((a, b) => (a === null || (b !== null && b.value > a.value) ? b : a), null);
}

function sumFound(parts: readonly Found[]): Found {
  const first = parts.find((part) => part.first !== null)?.first ?? null;
  return { count: parts.reduce((sum, { count }) => sum + count, 0), first };
}

function sumCounts(parts: readonly NonFiniteCounts[]): NonFiniteCounts {
  const sum = (key: keyof NonFiniteCounts): number => parts.reduce((total, part) => total + part[key], 0);
  return {
    nan: sum('nan'),
    positiveInfinity: sum('positiveInfinity'),
    negativeInfinity: sum('negativeInfinity'),
  };
}
