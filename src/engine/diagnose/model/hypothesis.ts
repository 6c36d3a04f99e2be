import type { Call, Pair, Params } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { FoldRule } from '../../geometry/landings.ts';
import type { Shape } from '../../core/tensor.ts';
import type { FixCode } from './fixCode.ts';

/** The key of the hypothesis without a mistake: the call as it is. */
export const noMistake = 'none';

/** The computation of a mistaken implementation, expressed as a valid call. */
export interface Hypothesis {
  /** The variant, for example "height" or "by (1, 0), zeros at the edge"; "" if the mistake has only one. */
  readonly detail: string;
  /** The call that is computed instead of the correct one. */
  readonly call: Call;
  /** How the output is taken from that call's output, if they differ. */
  readonly arranged?: OutputArrangement;
  /** How contributions to one output element are combined; added up if omitted. */
  readonly overlap?: OverlapRule;
  /** Factor applied to every element, bias included. */
  readonly factor?: number;
  /** Roundings of every term that the implementation adds to those of the call; none if omitted. */
  readonly roundings?: number;
  /** What the whole output of the call becomes, bias included, before {@link following}. */
  readonly collective?: Collective;
  /** What is applied to every element after the call, bias included. */
  readonly following?: Following;
  /** True if the variant takes its shape from the output, so that the same shape says nothing. */
  readonly hasGivenShape?: true;
  /** Number of values of the output that chose the variant, so that they speak neither for it nor against it. */
  readonly fitted?: number;
  /** The parameters of the legal call that gives exactly this output, if the variant is such a call. */
  readonly parameters?: Params;
  /** The crop that {@link arranged} amounts to, if it is a crop. */
  readonly frame?: CropFrame;
  /** The mistaken and the required behaviour in words, if the call and the frame do not show them. */
  readonly words?: ChangeWords;
  /** The code of this variant, if it differs from the mistake's; null if no code expresses it. */
  readonly code?: FixCode | null;
  /**
   * Returns the same variant for another call, if the variant was fitted to an output (the same order, shift or factor)
   * or if its detail has numbers of its call. Returns null if that call has no such variant.
   */
  readonly again?: (other: OtherCall) => Hypothesis | null;
}

/** Returns true if the output is that of another call, as it is: only then can another mistake be combined with it. */
export function changesOnlyCall({ arranged, overlap, factor, collective, following }: Hypothesis): boolean {
  return [arranged, overlap, factor, collective, following].every((part) => part === undefined);
}

/** A call, valid for its geometry, to which a variant is applied. */
export interface OtherCall {
  readonly call: Call;
  readonly geometry: Geometry;
}

/** A tensor whose elements are taken from a call's output. */
export interface OutputArrangement {
  readonly shape: Shape;
  /** Returns, for the element at a flat index, a flat index of the call's output, or one of {@link fillMarker}. */
  source(index: number): number;
}

/** A predicted value, and how far a correct implementation of the mistake can be from it. */
export interface Predicted {
  readonly value: number;
  readonly bound: number;
}

/**
 * A function of one element, applied to a call's output in a channel, at a flat index. `roundoff` is the unit roundoff of
 * the result.
 */
export type Following = (before: Predicted, channel: number, roundoff: number, at: number) => Predicted;

/** A tensor whose elements are each made of several elements of a call's output, such as a softmax or a sum. */
export interface Collective {
  readonly shape: Shape;
  /**
   * Returns the element at a flat index. `read` gives an element of the call's output, and `roundoff` is the unit
   * roundoff of the result.
   */
  at(at: number, read: (at: number) => Predicted, roundoff: number): Predicted;
}

/** Markers of elements that are not computed but filled with a constant. */
export const fillMarker = { zero: -1, bias: -2 } as const;

/**
 * How overlapping contributions are combined wrongly. `last-input`: only the last input element counts (assignment in a
 * loop over the input). `last-tap`: only the element under the last tap counts (assignment in a loop over the kernel).
 * `mean`: the sum is divided by the number of contributions. `biased`: every contribution brings the bias along.
 * `biased-products`: every product does, so that the input channels count as well. A {@link FoldRule}: other products land
 * on an element.
 */
export type OverlapRule = 'last-input' | 'last-tap' | 'mean' | 'biased' | 'biased-products' | FoldRule;

/** An output plane as a window on the uncropped output of the call; entries are (height, width). */
export interface CropFrame {
  /** Size of the uncropped plane. */
  readonly full: Pair;
  /** Position of the window; negative if it starts above or left of the plane. */
  readonly start: Pair;
  readonly size: Pair;
  /** The part of the output that was computed, in output rows and columns; everything if omitted. */
  readonly computed?: { readonly start: Pair; readonly size: Pair };
}

/** A property with its mistaken and its required value: numbers or text. */
export interface ChangeWords {
  readonly what: string;
  readonly yours: readonly number[] | string;
  readonly required: readonly number[] | string;
}
