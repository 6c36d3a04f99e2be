import type { Extreme, NonFiniteCounts, Tolerance } from '../comparison.ts';
import type { DType, Tensor } from '../tensor.ts';
import { Count } from './count.ts';
import { boundRatio } from './boundRatio.ts';
import { relError, ulpError } from './errors.ts';
import { equal } from './matches.ts';
import { Maximum } from './maximum.ts';
import { NonFinite } from './nonFinite.ts';
import { Worst } from './worst.ts';

/** Smallest share of a value's magnitude that one unit in its last place is, a little less than 2⁻²⁴ and 2⁻⁵³. */
const leastUlp = { float32: 2 ** -24 * 0.999, float64: 2 ** -53 * 0.999 } as const;
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

/**
 * Looks at the elements of two tensors once. A quotient is only worked out where it may be the
 * largest so far: nearly always a multiplication and a comparison tell that it is not.
 */
export class ErrorScan {
  readonly #actual: Tensor['data'];
  readonly #expected: Tensor['data'];
  readonly #dtype: DType;
  readonly #tolerance: Tolerance;
  readonly #bound: ((at: number) => number) | null;
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

  constructor(
    actual: Tensor,
    expected: Tensor,
    tolerance: Tolerance,
    bound: ((at: number) => number) | null,
    worstKept: number,
  ) {
    this.#actual = actual.data;
    this.#expected = expected.data;
    this.#dtype = actual.dtype;
    this.#tolerance = tolerance;
    this.#bound = bound;
    this.#worst = new Worst(worstKept);
  }

  /** The elements `from` … `to` − 1. */
  see(from: number, to: number): void {
    const [actual, expected, bound] = [this.#actual, this.#expected, this.#bound];
    const { rtol, atol } = this.#tolerance;
    const share = leastUlp[this.#dtype];
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
        if (error > atol + rtol * size || error === Infinity) this.#mismatches.see(at);
        if (error > allowed) this.#beyond.see(at);
      }
      if (
        error > worst ||
        error > rel * size ||
        error > ulp * size * share ||
        error > ratio * allowed ||
        rel < 0
      ) {
        this.#consider(a, e, error, allowed, at);
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
    this.#ulp.see(ulpError(a, e, this.#dtype), at);
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
    this.#mismatches.see(at);
    this.#unmatched.see(at);
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
