import type { AxisWish } from '../../src/engine/layer/axisLevels.ts';
import { firstOf, type PairSolution, solutionsOfBoth, wishOf } from '../../src/engine/layer/inverse.ts'; // prettier-ignore
import type { Wanted } from '../../src/protocol/workerMessages.ts';

/** The calls nearest to this one whose output has the wanted size. */
export function solve({
  shape,
  output,
  reach,
  freeKernel,
  limit,
}: Wanted): readonly PairSolution[] {
  const wish = (axis: 0 | 1): AxisWish => {
    const free = wishOf(shape, axis, output[axis], reach);
    if (freeKernel) return free;
    const { kernelSize } = free.present;
    return { ...free, spans: { ...free.spans, kernelSize: { min: kernelSize, max: kernelSize } } };
  };
  return firstOf(solutionsOfBoth(wish(0), wish(1)), limit);
}
