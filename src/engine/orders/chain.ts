import type { PerTerm } from '../trace/trace.ts';

/** One index per term. */
export type IndexPerTerm = Uint32Array<ArrayBuffer>;

/**
 * The products of an output element in one order of summation, without those of inserted and padding zeros. Two orders
 * of the same element have the same terms. Position k of each array is the k-th term that is added.
 */
export interface Chain {
  /** For each term, its number in the definition's order: channel, then rotated tap (see realTaps.ts). */
  readonly terms: IndexPerTerm;
  /**
   * For each term, its number in the formulation's own order, which also counts products with inserted and padding
   * zeros. For an arrangement, equal to `terms`.
   */
  readonly places: IndexPerTerm;
  readonly w: PerTerm;
  readonly x: PerTerm;
  /** For each term, the product w·x rounded to the call's dtype. */
  readonly product: PerTerm;
  /**
   * The sum after each term: what the output element would be if no more terms followed. With one accumulator, this is
   * the accumulator. If a formulation sums parts separately (a column, or a lane), it is the finished parts plus the
   * unfinished one, added as they will be. Products with inserted and padding zeros up to the next term are included.
   */
  readonly partial: PerTerm;
  /** Number of products with inserted and padding zeros, which the order adds too but which are not listed here. */
  readonly zeros: number;
  /** True if all terms are added to a single accumulator. */
  readonly oneAccumulator: boolean;
  /** The number that the sum starts with: the bias, if it is added first, otherwise 0. */
  readonly start: number;
  /** The bias added at the end; null if the call has none or the bias came first. */
  readonly biasAtEnd: number | null;
  /** The output element, bit-identical to the run's. */
  readonly value: number;
}

/**
 * Returns the values at the given places, in order. Uses a loop, because `from` with a function takes ten times as
 * long.
 */
export function valuesAt(values: PerTerm, places: IndexPerTerm): PerTerm {
  const found = new Float64Array(places.length);
  for (let k = 0; k < places.length; k++) found[k] = values[places[k] as number] as number;
  return found;
}
