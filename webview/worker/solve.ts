import { type AxisSolution, type AxisWish, solvedParameters } from '../../src/engine/layer/axisLevels.ts';
import { firstOf, type PairSolution, solutionsAlong, solutionsOfBoth, wishOf } from '../../src/engine/layer/inverse.ts';
import type { Wanted } from '../../src/protocol/workerMessages.ts';

/** Returns the calls nearest to this one whose output has the wanted size. */
export function solve({ shape, output, reach, freeKernel, sameAlongBoth, limit }: Wanted): readonly PairSolution[] {
  const wish = (axis: 0 | 1): AxisWish => {
    const free = wishOf(shape, axis, output[axis], reach);
    if (freeKernel) return free;
    const { kernelSize } = free.present;
    return { ...free, spans: { ...free.spans, kernelSize: { min: kernelSize, max: kernelSize } } };
  };
  const [h, w] = [wish(0), wish(1)];
  return sameAlongBoth ? same(h, w).slice(0, limit) : firstOf(solutionsOfBoth(h, w), limit);
}

/** The solutions that have the same values along both axes, in the order of all solutions. */
function same(h: AxisWish, w: AxisWish): readonly PairSolution[] {
  const key = (solution: AxisSolution): string => solvedParameters.map((name) => solution[name]).join();
  const across = new Map([...solutionsAlong(w)].map((solution) => [key(solution), solution]));
  const pairs: PairSolution[] = [];
  for (const down of solutionsAlong(h)) {
    const other = across.get(key(down));
    if (other === undefined) continue;
    const changed = down.changed + other.changed;
    pairs.push({ h: down, w: other, changed, moved: down.moved + other.moved });
  }
  const earlier = (a: AxisSolution, b: AxisSolution): number => {
    const name = solvedParameters.find((one) => a[one] !== b[one]);
    return name === undefined ? 0 : a[name] - b[name];
  };
  return pairs.sort((a, b) => a.changed - b.changed || a.moved - b.moved || earlier(a.h, b.h));
}
