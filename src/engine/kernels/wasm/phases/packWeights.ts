import type { Call } from '../../../core/call.ts';
import type { Geometry } from '../../../geometry/geometry.ts';
import { weightPlane } from '../../../geometry/planeOffsets.ts';
import type { Progress } from '../../../core/progress.ts';
import type { Steps } from '../../../core/steps.ts';
import type { PhasePlan } from './plan.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/** One group's kernel matrices and biases; false where a weight is not finite. */
export function* packWeights(
  { finite, pack, read, own }: TypedKernels,
  { weight, bias }: Call,
  geometry: Geometry,
  { passes, channelsPerBlock, channelsTogether, staging, element }: PhasePlan,
  group: number,
  { magnitude }: PhaseRun,
  progress: Progress,
): Steps<boolean> {
  const { cinPerGroup, coutPerGroup, taps } = geometry;
  const perChannel = coutPerGroup * taps;
  const abs = magnitude ? 1 : 0;
  const staged = staging / read.BYTES_PER_ELEMENT;
  const channelBytes = perChannel * read.BYTES_PER_ELEMENT;
  for (let block = 0; block < cinPerGroup; block += channelsPerBlock) {
    const end = Math.min(block + channelsPerBlock, cinPerGroup);
    for (let ci = block; ci < end; ci += channelsTogether) {
      const count = Math.min(channelsTogether, end - ci);
      const from = weightPlane(geometry, group * cinPerGroup + ci, 0);
      read.set(weight.data.subarray(from, from + count * perChannel), staged);
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
      own[rowBias / element + row] = magnitude ? Math.abs(value) : value;
    }
  }
  return true;
}
