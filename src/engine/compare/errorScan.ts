import type { Extreme, NonFiniteCounts, Tolerance } from './comparison.ts';
import { boundFactorsOf, boundReader, type RoundingBound } from '../rounding/bound.ts';
import { scanBlock, ScanKernel } from './scanKernel.ts';
import type { Steps } from '../core/steps.ts';
import { type FormatName, formats } from '../rounding/formats.ts';
import type { Tensor } from '../core/tensor.ts';
import { Count } from './count.ts';
import { boundRatio } from './boundRatio.ts';
import { relError, ulpError } from './errors.ts';
import { equal } from './equal.ts';
import { Maximum } from './maximum.ts';
import { NonFinite } from './nonFinite.ts';
import { type ComparedPart, elementsPerStep } from './part.ts';
import { Worst } from './worst.ts';

/**
 * Smallest share of a value's magnitude that one unit in its last place is, a little less than u. Beyond a format's
 * largest number it is less, but there no unit is larger: who has the most of them has the largest error as well.
 */
function leastUlp(format: FormatName): number {
  return formats[format].roundoff * 0.999;
}
/** A quotient above a limit has its dividend above this much of limit × divisor, rounding included. */
const nearly = 1 - 2 ** -50;

/** Everything about the elements of two tensors that one look at each gives. */
export interface Scanned {
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

/** How errors are judged. */
export interface ScanOptions {
  readonly tolerance: Tolerance;
  /** Rounding bound of the part's elements; null without one. */
  readonly bound: RoundingBound | null;
  /** How many of the largest errors are kept. */
  readonly worst: number;
  /** The format whose units in the last place are counted; the actual tensor's dtype if left out. */
  readonly stored?: FormatName;
}

/** Looks at each element of a part once. */
export function* scanErrors(part: ComparedPart, options: ScanOptions): Steps<Scanned> {
  const scan = new ErrorScan(part, options);
  const total = part.actual.data.length;
  for (let from = 0; from < total; from += elementsPerStep) {
    yield { stage: 'Error and bound', done: from, total: 2 * total };
    scan.see(from, Math.min(from + elementsPerStep, total));
  }
  scan.end();
  return scan.scanned;
}

/**
 * Everything that keeps the largest of something, and what counts. A quotient is only worked out where it may be the
 * largest so far: nearly always a multiplication and a comparison tell that it is not. The kernel, where there is one,
 * makes just these multiplications and comparisons, and stops where they do not tell.
 */
class ErrorScan {
  readonly #actual: Tensor['data'];
  readonly #expected: Tensor['data'];
  readonly #stored: FormatName;
  readonly #first: number;
  readonly #tolerance: Tolerance;
  readonly #bound: ((at: number) => number) | null;
  readonly #kernel: ScanKernel | null;
  readonly #kinds = [new NonFinite(), new NonFinite()] as const;
  readonly #mismatches = new Count();
  readonly #beyond = new Count();
  readonly #unmatched = new Count();
  readonly #rel = new Maximum();
  readonly #ulp = new Maximum();
  readonly #ratio = new Maximum();
  readonly #worst: Worst;
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
    this.#worst = new Worst(worst);
  }

  /** The elements `from` … `to` − 1. */
  see(from: number, to: number): void {
    const kernel = this.#kernel;
    for (let at = from; at < to;) {
      const next = kernel === null ? at : this.#pass(kernel, at, to);
      at = kernel === null ? to : Math.min(next + scanBlock, to);
      this.#seeEach(next, at);
    }
  }

  /** Nothing more is to be seen. */
  end(): void {
    this.#kernel?.give();
  }

  /** The first place from `from` on that the kernel does not pass over. */
  #pass(kernel: ScanKernel, from: number, to: number): number {
    const limits = this.#limits();
    // Before the first quotient even an error of 0 is considered.
    if (limits.rel < 0) return from;
    const passed = kernel.pass(from, to, {
      ...limits,
      share: leastUlp(this.#stored),
      awaitMismatch: this.#mismatches.count === 0,
    });
    this.#compared += passed.to - from;
    this.#mismatches.seeMore(passed.mismatches);
    // None of them is the first: that one has the largest ratio so far, and is not passed over.
    this.#beyond.seeMore(passed.beyond);
    return passed.to;
  }

  #seeEach(from: number, to: number): void {
    const [actual, expected, bound] = [this.#actual, this.#expected, this.#bound];
    const { rtol, atol } = this.#tolerance;
    const share = leastUlp(this.#stored);
    let [compared, allEqual] = [0, true];
    let { worst, rel, ulp, ratio } = this.#limits();
    for (let at = from; at < to; at++) {
      const a = actual[at] as number;
      const e = expected[at] as number;
      const error = Math.abs(a - e);
      // Also where an infinity meets its like, which makes NaN.
      if (!(error < Infinity) && !this.#finite(a, e, at)) continue;
      const size = Math.abs(e);
      const allowed = bound === null ? Infinity : bound(at);
      compared++;
      if (error > 0) {
        allEqual = false;
        if (error > atol + rtol * size || error === Infinity) this.#mismatches.see(this.#first + at);
        if (error > allowed) this.#beyond.see(this.#first + at);
      }
      if (error > worst || error > rel * size || error > ulp * size * share || error > ratio * allowed || rel < 0) {
        this.#consider(a, e, error, allowed, this.#first + at);
        ({ worst, rel, ulp, ratio } = this.#limits());
      }
    }
    this.#compared += compared;
    this.#allEqual &&= allEqual;
  }

  /** Shows an element to everything that keeps the largest. */
  #consider(a: number, e: number, error: number, allowed: number, at: number): void {
    this.#worst.see(error, at);
    if (e !== 0 || error === 0) this.#rel.see(relError(a, e), at);
    this.#ulp.see(ulpError(a, e, this.#stored), at);
    if (this.#bound !== null) this.#ratio.see(boundRatio(error, allowed), at);
  }

  /** Below these an element is not worth considering. */
  #limits(): { worst: number; rel: number; ulp: number; ratio: number } {
    return {
      worst: this.#worst.least,
      rel: limitOf(this.#rel),
      ulp: limitOf(this.#ulp),
      ratio: this.#bound === null ? Infinity : limitOf(this.#ratio),
    };
  }

  /** Whether an element whose difference is no finite number has two finite values, and merely overflowed; notes it if not. */
  #finite(a: number, e: number, at: number): boolean {
    if (Number.isFinite(a) && Number.isFinite(e)) return true;
    this.#kinds[0].see(a);
    this.#kinds[1].see(e);
    if (equal(a, e, this.#tolerance)) return false;
    this.#allEqual = false;
    this.#mismatches.see(this.#first + at);
    this.#unmatched.see(this.#first + at);
    return false;
  }

  get scanned(): Scanned {
    return {
      compared: this.#compared,
      allEqual: this.#allEqual,
      maxAbs: this.#worst.extremes[0] ?? null,
      maxRel: this.#rel.extreme,
      maxUlp: this.#ulp.extreme,
      maxBoundRatio: this.#ratio.extreme,
      worst: this.#worst.extremes,
      mismatches: this.#mismatches.found,
      beyondBound: this.#beyond.found,
      unmatched: this.#unmatched.found,
      actual: this.#kinds[0].counts,
      expected: this.#kinds[1].counts,
    };
  }
}

/** What a quotient's rounded product has to exceed for the quotient to be larger; −1 before the first. */
function limitOf(maximum: Maximum): number {
  const { extreme } = maximum;
  return extreme === null ? -1 : extreme.value * nearly;
}
