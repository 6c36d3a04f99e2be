import type { LargestFactors } from '../rounding/largestFactors.ts';
import { type TermContext, type TermFactors, termFactorsOf } from './termFactors.ts';

/** An output element as far as its bound depends on it. */
export interface SummedElement {
  /** r, or what else is expected. */
  readonly value: number;
  /** Ŝ = Σ|w||x| + |b|. */
  readonly magnitude: number;
  /** K. */
  readonly terms: number;
  /** The bias in it; null of a call without one. */
  readonly bias: number | null;
  readonly largest: LargestFactors;
}

/** The bound of profileBound.ts of one element after the other. */
export interface ElementBounds {
  /** A: what entering and accumulating do. */
  readonly accumulated: (element: SummedElement) => number;
  /** P: what storing a sum without its bias does first, `off` being A. */
  readonly storedFirst: (element: SummedElement, off: number) => number;
  readonly bound: (element: SummedElement) => number;
  /** S ≤ magnitude · this, but for what A accounts for. */
  readonly largestSum: (terms: number) => number;
}

/** {@link ElementBounds} of a profile and what enters: the factors of each number of terms are worked out once. */
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

/** Covers the roundings of the bound's own arithmetic and the one of the error it is compared with. */
export const emulatedSlack = 1 + 2 ** -46;
