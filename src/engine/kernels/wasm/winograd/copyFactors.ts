import type { Call } from '../../../core/call.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import { inputPlane, weightPlane } from '../../../geometry/planeOffsets.ts';
import type { Progress } from '../../../core/progress.ts';
import type { Steps } from '../../../core/steps.ts';
import type { TilingKernels } from './tilingKernels.ts';
import type { TilingPlan } from './tilingPlan.ts';

/** Writes the transformed kernels U of a group, for every pair of stride phases, and the group's biases. */
export function* copyKernels(
  { kernelsIn, computeView }: TilingKernels,
  { weight, bias }: Call,
  geometry: Geometry,
  { tilings, staging, bias: biases, elementBytes, channelsTogether }: TilingPlan,
  group: number,
  magnitude: boolean,
  progress: Progress,
): Steps<void> {
  const { cinPerGroup, coutPerGroup, taps } = geometry;
  const perChannel = coutPerGroup * taps;
  for (let ci = 0; ci < cinPerGroup; ci += channelsTogether) {
    const count = Math.min(channelsTogether, cinPerGroup - ci);
    const from = weightPlane(geometry, group * cinPerGroup + ci, 0);
    computeView.set(weight.data.subarray(from, from + count * perChannel), staging / elementBytes);
    kernelsIn(tilings[0]?.at ?? 0, tilings.length, staging, ci, count, perChannel * elementBytes, taps);
    const step = progress.advance(count * perChannel);
    if (step !== null) yield step;
  }
  for (let c = 0; c < coutPerGroup; c++) {
    // If the call has no bias, −0 is added, which leaves every sum unchanged.
    const value = bias?.data[group * coutPerGroup + c] ?? -0;
    computeView[biases / elementBytes + c] = magnitude ? Math.abs(value) : value;
  }
}

/** Writes the row of zeros after the input's rows, by splitting a row without elements. */
export function clearZeroRows(
  { split }: TilingKernels,
  { h, cinPerGroup }: Geometry,
  { inputs, elementBytes, staging }: TilingPlan,
): void {
  for (const { at, pitch, half, shift, step } of inputs) {
    const to = at + h.inputSize * pitch * elementBytes;
    split(staging, to, cinPerGroup, 1, 0, pitch, half, shift, step, 0);
  }
}

/** Copies one group's channels of an image, with rows split as each stride phase across needs them. */
export function* copyPlanes(
  { split, computeView }: TilingKernels,
  { input }: Call,
  geometry: Geometry,
  { inputs, staging, elementBytes, planesTogether, rowsTogether }: TilingPlan,
  [n, group]: readonly [number, number],
  magnitude: boolean,
  progress: Progress,
): Steps<void> {
  const { cinPerGroup, h, w } = geometry;
  const rowsAtOnce = planesTogether > 1 ? h.inputSize : rowsTogether;
  for (let ci = 0; ci < cinPerGroup; ci += planesTogether) {
    const planes = Math.min(planesTogether, cinPerGroup - ci);
    for (let row = 0; row < h.inputSize; row += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, h.inputSize - row);
      const count = planes * rows * w.inputSize;
      const from = inputPlane(geometry, n, group * cinPerGroup + ci) + row * w.inputSize;
      computeView.set(input.data.subarray(from, from + count), staging / elementBytes);
      for (const { at, pitch, half, shift, step } of inputs) {
        const to = at + (row * pitch + ci * 2 * half) * elementBytes;
        split(staging, to, planes, rows, w.inputSize, pitch, half, shift, step, magnitude ? 1 : 0);
      }
      const step = progress.advance(count);
      if (step !== null) yield step;
    }
  }
}
