import type { PerTerm } from '../trace/trace.ts';

/** A number per term for indices. */
export type IndexPerTerm = Uint32Array<ArrayBuffer>;

/**
 * The products of an output element in one order of summation, structural zeros left out: two orders of
 * one element have the same terms, position by position comparable. Position k is the k-th term.
 */
export interface Chain {
  /** Which term it is: its place in the definition's order (channel, then rotated tap; see realTaps.ts). */
  readonly terms: IndexPerTerm;
  /** Its place in the formulation's own list, which may have structural zeros; as `terms` in an arrangement. */
  readonly places: IndexPerTerm;
  readonly w: PerTerm;
  readonly x: PerTerm;
  /** w·x, rounded to the call's dtype. */
  readonly product: PerTerm;
  /**
   * The sum after each term: what the order would make of an element that had no further term. In one
   * accumulator that is the accumulator, in inner sums (a column's, a lane's) those added up as they
   * will be. Structural zeros up to the next term are in it.
   */
  readonly partial: PerTerm;
  /** Structural zeros among the terms: added like others, but left out here. */
  readonly zeros: number;
  /** Whether one accumulator goes through all terms. */
  readonly oneAccumulator: boolean;
  /** What the sum starts from: the bias where it comes first, else 0. */
  readonly start: number;
  /** What is added at the end; null without a bias, or where it came first. */
  readonly biasAtEnd: number | null;
  /** The output element, bit for bit. */
  readonly value: number;
}

/** The values at these places, in their order. A loop: `from` with a function takes ten times as long. */
export function valuesAt(values: PerTerm, places: IndexPerTerm): PerTerm {
  const found = new Float64Array(places.length);
  for (let k = 0; k < places.length; k++) found[k] = values[places[k] as number] as number;
  return found;
}
