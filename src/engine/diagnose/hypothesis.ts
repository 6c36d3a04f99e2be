import type { Call } from '../call.ts';
import type { Shape } from '../tensor.ts';

/** What a mistaken implementation computes, in terms of a call that is legal. */
export interface Hypothesis {
  /** What in particular: "height", "by (1, 0), zeros at the edge"; "" where the mistake says it all. */
  readonly detail: string;
  /** The call that is computed in place of the right one. */
  readonly call: Call;
  /** Where that call's elements end up, if its output is not the result itself. */
  readonly arranged?: Arrangement;
  /** How what lands on one output element is put together; added up if left out. */
  readonly overlap?: Overlap;
  /** Factor on every element, bias included. */
  readonly factor?: number;
}

/** A tensor whose elements are taken from a call's output. */
export interface Arrangement {
  readonly shape: Shape;
  /** For the element at a flat index: a flat index of the call's output, or one of {@link filled}. */
  source(at: number): number;
}

/** What stands where nothing was computed. */
export const filled = { zero: -1, bias: -2 } as const;

/**
 * `last-input`: of the input elements that land on an output element only the last one counts (assigned in a
 * loop over the input); `last-tap`: only the one under the last tap (assigned in a loop over the kernel);
 * `mean`: their sum is divided by their number.
 */
export type Overlap = 'last-input' | 'last-tap' | 'mean';
