import type { Call } from '../../../core/call.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import { weightPlane } from '../../../geometry/planeOffsets.ts';
import type { Progress } from '../../../core/progress.ts';
import type { Steps } from '../../../core/steps.ts';
import type { PhasePlan } from './phasePlan.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/**
 * Copies one group's weights and biases into the kernel matrices in WebAssembly memory. Returns false if a weight is
 * not finite.
 */
export function* packWeights(
  { finite, pack, inputView, computeView }: TypedKernels,
  { weight, bias }: Call,
  geometry: Geometry,
  { passes, channelsPerBlock, channelsTogether, staging, elementBytes }: PhasePlan,
  group: number,
  { magnitude }: PhaseRun,
  progress: Progress,
): Steps<boolean> {
  const { cinPerGroup, coutPerGroup, taps } = geometry;
  const perChannel = coutPerGroup * taps;
  const abs = magnitude ? 1 : 0;
  const staged = staging / inputView.BYTES_PER_ELEMENT;
  const channelBytes = perChannel * inputView.BYTES_PER_ELEMENT;
  for (let block = 0; block < cinPerGroup; block += channelsPerBlock) {
    const end = Math.min(block + channelsPerBlock, cinPerGroup);
    for (let ci = block; ci < end; ci += channelsTogether) {
      const count = Math.min(channelsTogether, end - ci);
      const from = weightPlane(geometry, group * cinPerGroup + ci, 0);
      inputView.set(weight.data.subarray(from, from + count * perChannel), staged);
      if (!finite(staging, count * perChannel, abs)) return false;
      for (const { at, weightPlaces, taps: used } of passes) {
        if (used > 0) pack(at, staging, weightPlaces, ci, count, used, channelBytes);
      }
      const step = progress.advance(count * perChannel);
      if (step !== null) yield step;
    }
  }
  for (const { rowBias, rows } of passes) {
    const perOutput = rows / coutPerGroup;
    for (let row = 0; row < rows; row++) {
      const value = bias?.data[group * coutPerGroup + Math.floor(row / perOutput)] ?? 0;
      computeView[rowBias / elementBytes + row] = magnitude ? Math.abs(value) : value;
    }
  }
  return true;
}
