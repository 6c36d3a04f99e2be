import type { LargestFactors } from '../rounding/largestFactors.ts';
import { type TermContext, type TermFactors, termFactorsOf } from './termFactors.ts';

/** The properties of an output element that its bound depends on. */
export interface SummedElement {
  /** The reference r, or another expected value. */
  readonly value: number;
  /** Ŝ = Σ|w||x| + |b|. */
  readonly magnitude: number;
  /** K, the number of terms. */
  readonly terms: number;
  /** The element's bias; null if the call has none. */
  readonly bias: number | null;
  readonly largest: LargestFactors;
}

/** Evaluates the bound of profileBound.ts for single elements. */
export interface ElementBounds {
  /** Returns A, the error from rounding the factors and from summing. */
  readonly accumulated: (element: SummedElement) => number;
  /** Returns P, the additional error if the sum is stored before the bias is added. `off` is A. */
  readonly storedFirst: (element: SummedElement, off: number) => number;
  readonly bound: (element: SummedElement) => number;
  /** Returns a factor f such that S ≤ magnitude · f, apart from what A accounts for. */
  readonly largestSum: (terms: number) => number;
}

/** Creates the {@link ElementBounds} of a profile. The factors for each number of terms are computed only once. */
export function elementBoundsOf(context: TermContext): ElementBounds {
  const { accumulation, output } = context.profile;
  const cache = new Map<number, TermFactors>();
  const termsOf = (terms: number): TermFactors => {
    const found = cache.get(terms) ?? termFactorsOf(terms, context);
    cache.set(terms, found);
    return found;
  };
  const [u, eta] = output.exact ? [0, 0] : [output.roundoff, output.underflow];
  const accumulated = ({ magnitude, terms, largest }: SummedElement): number => {
    if (magnitude === 0) return 0;
    const { scale, perInput, perWeight, extra } = termsOf(terms);
    const sum = magnitude * scale + largest.inputs * perInput + largest.weights * perWeight + extra;
    return magnitude < Infinity && sum < Infinity ? sum : Infinity;
  };
  const storedFirst = ({ value, bias }: SummedElement, off: number): number =>
    bias === null || u === 0 ? 0 : (u * (Math.abs(value - bias) + off) + eta) * (1 + accumulation.roundoff);
  return {
    accumulated,
    storedFirst,
    bound(element) {
      if (element.magnitude === 0) return 0;
      const off = accumulated(element);
      if (off === Infinity) return Infinity;
      const first = storedFirst(element, off);
      return (off + first + u * (Math.abs(element.value) + off + first) + eta) * emulatedSlack;
    },
    largestSum: (terms) => termsOf(terms).largest,
  };
}

/** Covers the roundings of the bound's own arithmetic and the rounding of the error that is compared with the bound. */
export const emulatedSlack = 1 + 2 ** -46;
