import type { Call } from '../../../core/call.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import { inputPlane, weightPlane } from '../../../geometry/planeOffsets.ts';
import type { Progress } from '../../../core/progress.ts';
import type { Steps } from '../../../core/steps.ts';
import type { TilingKernels } from './tilingKernels.ts';
import type { TilingPlan } from './tilingPlan.ts';

/** U of a group for every pair of phases, and its biases. */
export function* bringKernels(
  { kernelsIn, own }: TilingKernels,
  { weight, bias }: Call,
  geometry: Geometry,
  { tilings, staging, bias: biases, element, channelsTogether }: TilingPlan,
  group: number,
  magnitude: boolean,
  progress: Progress,
): Steps<void> {
  const { cinPerGroup, coutPerGroup, taps } = geometry;
  const perChannel = coutPerGroup * taps;
  for (let ci = 0; ci < cinPerGroup; ci += channelsTogether) {
    const count = Math.min(channelsTogether, cinPerGroup - ci);
    const from = weightPlane(geometry, group * cinPerGroup + ci, 0);
    own.set(weight.data.subarray(from, from + count * perChannel), staging / element);
    kernelsIn(tilings[0]?.at ?? 0, tilings.length, staging, ci, count, perChannel * element, taps);
    const step = progress.advance(count * perChannel);
    if (step !== null) yield step;
  }
  for (let c = 0; c < coutPerGroup; c++) {
    // Without a bias −0 is added, which leaves every sum as it is.
    const value = bias?.data[group * coutPerGroup + c] ?? -0;
    own[biases / element + c] = magnitude ? Math.abs(value) : value;
  }
}

/** The row of zeros behind the others: what splitting a row of no elements makes. */
export function clearRows(
  { split }: TilingKernels,
  { h, cinPerGroup }: Geometry,
  { inputs, element, staging }: TilingPlan,
): void {
  for (const { at, pitch, half, shift, step } of inputs) {
    const to = at + h.inputSize * pitch * element;
    split(staging, to, cinPerGroup, 1, 0, pitch, half, shift, step, 0);
  }
}

/** One group's channels of an image, split for every phase across. */
export function* bringPlanes(
  { split, own }: TilingKernels,
  { input }: Call,
  geometry: Geometry,
  { inputs, staging, element, planesTogether, rowsTogether }: TilingPlan,
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
      own.set(input.data.subarray(from, from + count), staging / element);
      for (const { at, pitch, half, shift, step } of inputs) {
        const to = at + (row * pitch + ci * 2 * half) * element;
        split(staging, to, planes, rows, w.inputSize, pitch, half, shift, step, magnitude ? 1 : 0);
      }
      const step = progress.advance(count);
      if (step !== null) yield step;
    }
  }
}
