import { gatherIndex, inputIndexAt, rotateTap, scatterIndex } from '../geometry/indices.ts';
import type { AxisGeometry } from '../geometry/geometry.ts';
import { clipProgression, lastOf } from './progression.ts';
import type { Progression } from './progression.ts';

/**
 * Returns the output indices that input index `i` reaches through the stored taps, ascending. Leaves out cropped ones.
 */
export function outputsOfInputIndex(axis: AxisGeometry, i: number): Progression {
  const reached = {
    first: scatterIndex(axis, i, 0),
    step: axis.dilation,
    count: axis.kernelSize,
  };
  return clipProgression(reached, axis.outputSize);
}

/**
 * Returns the output indices that any input index reaches through stored tap `k`, ascending. Leaves out cropped ones.
 */
export function outputsOfTap(axis: AxisGeometry, k: number): Progression {
  const reached = { first: scatterIndex(axis, 0, k), step: axis.stride, count: axis.inputSize };
  return clipProgression(reached, axis.outputSize);
}

/**
 * Returns the output indices, ascending, whose window covers index `u` of the padded input. There may be a zero at `u`.
 */
export function outputsOfPaddedIndex(axis: AxisGeometry, u: number): Progression {
  const reached = {
    first: u - gatherIndex(axis, 0, axis.kernelSize - 1),
    step: axis.dilation,
    count: axis.kernelSize,
  };
  return clipProgression(reached, axis.outputSize);
}

/** Returns the stored tap through which input index `i` reaches output index `o`; null if there is none. */
export function tapBetween(axis: AxisGeometry, i: number, o: number): number | null {
  const k = (o - scatterIndex(axis, i, 0)) / axis.dilation;
  return Number.isInteger(k) && k >= 0 && k < axis.kernelSize ? k : null;
}

/** Returns the stored tap through which output index `o` reads index `u` of the padded input; null if there is none. */
export function tapOverPadded(axis: AxisGeometry, u: number, o: number): number | null {
  const a = (u - o) / axis.dilation;
  return Number.isInteger(a) && a >= 0 && a < axis.kernelSize ? rotateTap(axis, a) : null;
}

/** Returns the input index that reaches output index `o` through stored tap `k`. Only meaningful if `k` reaches `o`. */
export function inputBehind(axis: AxisGeometry, o: number, k: number): number {
  return inputIndexAt(axis, gatherIndex(axis, o, rotateTap(axis, k)));
}

/**
 * Returns all input indices from the first to the last that output index `o` reads, including any in between that it
 * does not read. If `o` reads only inserted and padding zeros, the count is 0.
 */
export function inputSpan(axis: AxisGeometry, taps: Progression, o: number): Progression {
  if (taps.count === 0) return { first: 0, step: 1, count: 0 };
  // Descending stored taps read ascending input indices.
  const first = inputBehind(axis, o, lastOf(taps));
  return { first, step: 1, count: inputBehind(axis, o, taps.first) - first + 1 };
}
