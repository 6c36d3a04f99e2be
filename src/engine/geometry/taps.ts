import { countCongruent } from './congruence.ts';
import { type AxisGeometry } from './geometry.ts';
import { scatterIndex } from './indices.ts';

/** Integers `from` … `to` − 1; empty if they are equal. */
export interface IndexRange {
  readonly from: number;
  readonly to: number;
}

/** Clips `from` … `to` − 1 to 0 … `size` − 1. */
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
 * Counts the taps that bring a real input element to output `o`: the stored taps k for which an input i lands on o, that
 * is i·stride + k·dilation = o + padding. The time does not grow with the kernel.
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
 * Returns the outputs of an axis that no border of the input affects: every tap of their stride phase brings them an
 * input element. Null if they are fewer than one period of the phases.
 *
 * A missing input element, −1 or `inputSize`, would land furthest inside through the last or the first tap.
 */
export function interiorOf(axis: AxisGeometry): IndexRange | null {
  const { inputSize, kernelSize, outputSize, stride } = axis;
  const from = scatterIndex(axis, -1, kernelSize - 1) + 1;
  const range = clipRange(from, scatterIndex(axis, inputSize, 0), outputSize);
  return range.to - range.from < stride ? null : range;
}
