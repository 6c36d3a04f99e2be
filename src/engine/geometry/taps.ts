import { type AxisGeometry, CellKind } from './geometry.ts';
import { scatterIndex, gatherIndex, kindAt } from './indices.ts';

/** Whole numbers `from` … `to` − 1; empty where they are equal. */
export interface IndexRange {
  readonly from: number;
  readonly to: number;
}

/** `from` … `to` − 1 within 0 … `size` − 1. */
export function clipRange(from: number, to: number, size: number): IndexRange {
  const start = Math.min(Math.max(from, 0), size);
  return { from: start, to: Math.min(Math.max(to, start), size) };
}

/** Stored taps through which input `i` lands inside the output. */
export function tapsOfInput(axis: AxisGeometry, i: number): IndexRange {
  const first = -scatterIndex(axis, i, 0);
  return clipRange(
    Math.ceil(first / axis.dilation),
    Math.floor((first + axis.outputSize - 1) / axis.dilation) + 1,
    axis.kernelSize,
  );
}

/** How many taps bring a real input element to output `o`. */
export function tapCount(axis: AxisGeometry, o: number): number {
  let count = 0;
  for (let a = 0; a < axis.kernelSize; a++) {
    if (kindAt(axis, gatherIndex(axis, o, a)) === CellKind.value) count++;
  }
  return count;
}
