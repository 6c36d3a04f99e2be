import type { PerTerm } from '../trace/trace.ts';

/** One index per term. */
export type IndexPerTerm = Uint32Array<ArrayBuffer>;

/**
 * The products of an output element in one order of summation, without structural zeros. Two orders of one element
 * have the same terms and can be compared position by position. Position k is the k-th term.
 */
export interface Chain {
  /** Each term's number in the definition's order (channel, then rotated tap; see realTaps.ts). */
  readonly terms: IndexPerTerm;
  /**
   * Each term's place in the formulation's own list, which may have structural zeros. Equal to `terms` in an
   * arrangement.
   */
  readonly places: IndexPerTerm;
  readonly w: PerTerm;
  readonly x: PerTerm;
  /** w·x, rounded to the call's dtype. */
  readonly product: PerTerm;
  /**
   * The sum after each term: the result if the element ended there. With one accumulator this is the accumulator. With
   * inner sums (of a column or a lane), the sum includes these inner sums as they will be added. Structural zeros up to
   * the next term are included.
   */
  readonly partial: PerTerm;
  /** Number of structural zeros, which the order adds like other terms but which are left out here. */
  readonly zeros: number;
  /** True if a single accumulator takes all terms. */
  readonly oneAccumulator: boolean;
  /** The start of the sum: the bias if it comes first, otherwise 0. */
  readonly start: number;
  /** The bias added at the end; null if the call has none or the bias came first. */
  readonly biasAtEnd: number | null;
  /** The output element, bit for bit. */
  readonly value: number;
}

/** Returns the values at these places, in order. Uses a loop because `from` with a function takes ten times as long. */
export function valuesAt(values: PerTerm, places: IndexPerTerm): PerTerm {
  const found = new Float64Array(places.length);
  for (let k = 0; k < places.length; k++) found[k] = values[places[k] as number] as number;
  return found;
}
