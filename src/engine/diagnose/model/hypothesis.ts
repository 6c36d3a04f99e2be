import type { Call, Pair } from '../../core/call.ts';
import type { Shape } from '../../core/tensor.ts';
import type { FixCode } from './fixCode.ts';

/** The key of the hypothesis that there is no mistake: the call as it is. */
export const noMistake = 'none';

/** What a mistaken implementation computes, in terms of a call that is legal. */
export interface Hypothesis {
  /** What in particular: "height", "by (1, 0), zeros at the edge"; "" where the mistake says it all. */
  readonly detail: string;
  /** The call that is computed in place of the right one. */
  readonly call: Call;
  /** Where that call's elements end up, if its output is not the result itself. */
  readonly arranged?: OutputArrangement;
  /** How what lands on one output element is put together; added up if left out. */
  readonly overlap?: OverlapRule;
  /** Factor on every element, bias included. */
  readonly factor?: number;
  /** The crop that {@link arranged} comes to, where it is one. */
  readonly frame?: CropFrame;
  /** What is done and what were right, in words; for where the call and the frame do not tell. */
  readonly words?: Words;
  /** The mistake's code in this variant, if it is not that of the mistake; null where none says it. */
  readonly code?: FixCode | null;
}

/** A tensor whose elements are taken from a call's output. */
export interface OutputArrangement {
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
export type OverlapRule = 'last-input' | 'last-tap' | 'mean';

/** An output plane as a window on what the call makes uncropped; entries are (height, width). */
export interface CropFrame {
  /** Size of the uncropped plane. */
  readonly full: Pair;
  /** Where on it the output starts; negative above or left of it. */
  readonly start: Pair;
  readonly size: Pair;
  /** Which part of the output was computed, in its own rows and columns; all of it if left out. */
  readonly computed?: { readonly start: Pair; readonly size: Pair };
}

/** Something that is one thing with the mistake and should be another: numbers, or a text. */
export interface Words {
  readonly what: string;
  readonly yours: readonly number[] | string;
  readonly required: readonly number[] | string;
}
