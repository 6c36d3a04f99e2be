import type { AxisGeometry } from './geometry.ts';
import { scatterIndex } from './indices.ts';

/**
 * Lists, for each output index of an axis, the input indices and stored taps whose products land on it, alternating, in
 * the order of the input.
 */
export function axisLandings(axis: AxisGeometry): readonly (readonly number[])[] {
  const all: number[][] = Array.from({ length: axis.outputSize }, () => []);
  for (let i = 0; i < axis.inputSize; i++) {
    // A cropped product has an index outside of the output.
    for (let k = 0; k < axis.kernelSize; k++) all[scatterIndex(axis, i, k)]?.push(i, k);
  }
  return all;
}
