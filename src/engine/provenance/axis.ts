import { gatherIndex, inputIndexAt, rotateTap, scatterIndex } from '../geometry/indices.ts';
import type { AxisGeometry } from '../geometry/geometry.ts';
import { clipProgression, lastOf } from './progression.ts';
import type { Progression } from './progression.ts';

/** Output indices that input index `i` reaches, one for each stored tap, rising. */
export function outputsOfInputIndex(axis: AxisGeometry, i: number): Progression {
  const reached = {
    first: scatterIndex(axis, i, 0),
    step: axis.dilation,
    count: axis.kernelSize,
  };
  return clipProgression(reached, axis.outputSize);
}

/** Output indices that stored tap `k` reaches, one for each input index, rising. */
export function outputsOfTap(axis: AxisGeometry, k: number): Progression {
  const reached = { first: scatterIndex(axis, 0, k), step: axis.stride, count: axis.inputSize };
  return clipProgression(reached, axis.outputSize);
}

/** Output indices whose window covers index `u` of the padded input, zeros included, rising. */
export function outputsOfPaddedIndex(axis: AxisGeometry, u: number): Progression {
  const reached = {
    first: u - gatherIndex(axis, 0, axis.kernelSize - 1),
    step: axis.dilation,
    count: axis.kernelSize,
  };
  return clipProgression(reached, axis.outputSize);
}

/** The stored tap through which input index `i` reaches output index `o`; null if none does. */
export function tapBetween(axis: AxisGeometry, i: number, o: number): number | null {
  const k = (o - scatterIndex(axis, i, 0)) / axis.dilation;
  return Number.isInteger(k) && k >= 0 && k < axis.kernelSize ? k : null;
}

/** The stored tap through which output index `o` reads index `u` of the padded input; null if none does. */
export function tapOverPadded(axis: AxisGeometry, u: number, o: number): number | null {
  const a = (u - o) / axis.dilation;
  return Number.isInteger(a) && a >= 0 && a < axis.kernelSize ? rotateTap(axis, a) : null;
}

/** The input index that stored tap `k` carries to output index `o`; meaningful only if tap `k` reaches `o`. */
export function inputBehind(axis: AxisGeometry, o: number, k: number): number {
  return inputIndexAt(axis, gatherIndex(axis, o, rotateTap(axis, k)));
}

/**
 * Input indices that output index `o` reads through any tap: from the first to the last one,
 * those in between included. Count 0 where the output index sees nothing but structural zeros.
 */
export function inputSpan(axis: AxisGeometry, taps: Progression, o: number): Progression {
  if (taps.count === 0) return { first: 0, step: 1, count: 0 };
  // A falling stored tap is a rising input index.
  const first = inputBehind(axis, o, lastOf(taps));
  return { first, step: 1, count: inputBehind(axis, o, taps.first) - first + 1 };
}
