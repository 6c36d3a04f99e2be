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

/**
 * How a gather over the columns (col2im) finds, with a dilation, what lands on an output index. `tap-rounded`: every
 * position within reach counts, and its tap is rounded down. `position-steps`: the same of positions that lie the dilation
 * apart. `phase-undilated`: the taps of a stride phase are chosen as if there were no dilation, and the position is rounded
 * down.
 */
export const foldRules = ['tap-rounded', 'position-steps', 'phase-undilated'] as const;
export type FoldRule = (typeof foldRules)[number];

/** Lists, as {@link axisLandings}, what lands on each output index of an axis by a mistaken rule. */
export function foldLandings(axis: AxisGeometry, rule: FoldRule): readonly (readonly number[])[] {
  const { stride, padding, dilation, kernelSize, inputSize } = axis;
  const extent = dilation * (kernelSize - 1) + 1;
  return Array.from({ length: axis.outputSize }, (_, o) => {
    const v = o + padding;
    const found: number[] = [];
    if (rule === 'phase-undilated') {
      for (let k = 0; k < kernelSize; k++) {
        const i = Math.floor((v - k * dilation) / stride);
        if ((((v - k) % stride) + stride) % stride === 0 && i >= 0 && i < inputSize) found.push(i, k);
      }
      return found;
    }
    const isStepped = rule === 'position-steps';
    const within = Math.max(0, Math.ceil((v - extent + 1) / stride));
    const first = isStepped && v < extent ? v % dilation : within;
    const end = Math.min(Math.floor(v / stride) + 1, inputSize);
    for (let i = first; i < end; i += isStepped ? dilation : 1) found.push(i, Math.floor((v - i * stride) / dilation));
    return found;
  });
}
