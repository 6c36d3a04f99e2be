import { countCongruent } from './congruence.ts';
import { type AxisGeometry } from './geometry.ts';
import { scatterIndex } from './indices.ts';

/** The integers `from` … `to` − 1. Empty if `from` equals `to`. */
export interface IndexRange {
  readonly from: number;
  readonly to: number;
}

/** Returns the part of `from` … `to` − 1 that lies in 0 … `size` − 1. */
export function clipRange(from: number, to: number, size: number): IndexRange {
  const start = Math.min(Math.max(from, 0), size);
  return { from: start, to: Math.min(Math.max(to, start), size) };
}

/** Returns the stored taps through which input `i` lands inside the output. */
export function tapsOfInput(axis: AxisGeometry, i: number): IndexRange {
  const first = -scatterIndex(axis, i, 0);
  return clipRange(
    Math.ceil(first / axis.dilation),
    Math.floor((first + axis.outputSize - 1) / axis.dilation) + 1,
    axis.kernelSize,
  );
}

/**
 * Counts the taps that bring a real input element to output `o`: the stored taps k for which some input i has i·stride
 * + k·dilation = o + padding. The time does not grow with the kernel.
 */
export function tapCount(axis: AxisGeometry, o: number): number {
  const { inputSize, kernelSize, stride, dilation } = axis;
  const behindFirst = o - scatterIndex(axis, 0, 0);
  const behindLast = o - scatterIndex(axis, inputSize - 1, 0);
  const from = Math.max(0, Math.ceil(behindLast / dilation));
  const to = Math.min(kernelSize - 1, Math.floor(behindFirst / dilation));
  return countCongruent(dilation, behindFirst, stride, from, to);
}

/**
 * Returns the outputs of an axis that the input's borders do not affect: every tap of their stride phase brings them an
 * input element. Returns null if there are fewer of them than `stride`.
 *
 * The nearest input indices that do not exist are −1 and `inputSize`. Through the last and the first tap respectively,
 * they land furthest inside.
 */
export function interiorOf(axis: AxisGeometry): IndexRange | null {
  const { inputSize, kernelSize, outputSize, stride } = axis;
  const from = scatterIndex(axis, -1, kernelSize - 1) + 1;
  const range = clipRange(from, scatterIndex(axis, inputSize, 0), outputSize);
  return range.to - range.from < stride ? null : range;
}
