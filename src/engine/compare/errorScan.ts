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
 * A lower bound, slightly below u, on one unit in the last place as a share of the value's magnitude. Beyond a format's
 * largest number the share is smaller; but the unit is the largest there is, so that the element with the most units
 * also has the largest error.
 */
function leastUlp(format: FormatName): number {
  return formats[format].roundoff * 0.999;
}
/** If a quotient exceeds a limit, its dividend exceeds this factor times limit × divisor, rounding included. */
const quotientSlack = 1 - 2 ** -50;

/** The results of the first pass over the elements of two tensors. */
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
  /** How many of the largest errors are kept. */
  readonly worst: number;
  /** The format whose units in the last place are counted; the actual tensor's dtype if omitted. */
  readonly stored?: FormatName;
}

/** Runs the first pass over the elements of a part. */
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
 * The state of the first pass: the largest values so far and the counts. A quotient is only computed if it may be the
 * largest so far; nearly always a multiplication and a comparison show that it is not. The kernel, if available, does
 * only these multiplications and comparisons, and stops at elements for which they do not suffice.
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

  /** Ends the pass and releases the kernel. */
  end(): void {
    this.#kernel?.release();
  }

  /** Returns the first index from `from` on that the kernel does not skip. */
  #skip(kernel: ScanKernel, from: number, to: number): number {
    const limits = this.#limits();
    // Before the first quotient even an error of 0 is considered.
    if (limits.rel < 0) return from;
    const skipped = kernel.skip(from, to, {
      ...limits,
      share: leastUlp(this.#stored),
      awaitMismatch: this.#mismatches.count === 0,
    });
    this.#compared += skipped.to - from;
    this.#mismatches.addMore(skipped.mismatches);
    // None of them is the first: the first has the largest ratio so far, so the kernel does not skip it.
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
      // Also if both are the same infinity, whose difference is NaN.
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

  /** Adds an element to every maximum. */
  #consider(a: number, e: number, error: number, allowed: number, at: number): void {
    this.#worst.add(error, at);
    if (e !== 0 || error === 0) this.#rel.add(relError(a, e), at);
    this.#ulp.add(ulpError(a, e, this.#stored), at);
    if (this.#bound !== null) this.#ratio.add(boundRatio(error, allowed), at);
  }

  /** Returns the thresholds up to which an element cannot change a maximum. */
  #limits(): { worst: number; rel: number; ulp: number; ratio: number } {
    return {
      worst: this.#worst.least,
      rel: limitOf(this.#rel),
      ulp: limitOf(this.#ulp),
      ratio: this.#bound === null ? Infinity : limitOf(this.#ratio),
    };
  }

  /**
   * Handles an element whose difference is not finite. Returns true if both values are finite and the difference merely
   * overflowed; otherwise counts the element as non-finite.
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
 * Returns the threshold that a quotient's rounded product must exceed if the quotient is larger; −1 before the first.
 */
function limitOf(maximum: Maximum): number {
  const { extreme } = maximum;
  return extreme === null ? -1 : extreme.value * quotientSlack;
}

type Found = ScanResult['mismatches'];

/** Combines the first-pass results of the parts of a whole, given in order. */
export function mergeScans(parts: readonly ScanResult[], worst: number): ScanResult {
  const all = <Key extends keyof ScanResult>(key: Key): readonly ScanResult[Key][] => parts.map((part) => part[key]);
  return {
    compared: all('compared').reduce((a, b) => a + b, 0),
    allEqual: all('allEqual').every((each) => each),
    maxAbs: largest(all('maxAbs')),
    maxRel: largest(all('maxRel')),
    maxUlp: largest(all('maxUlp')),
    maxBoundRatio: largest(all('maxBoundRatio')),
    // The sort is stable: of equal errors the earlier one stays first.
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
