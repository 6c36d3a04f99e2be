import { type AxisSolution, type AxisSearch, solvedParameters } from './axisSearch.ts';
import {
  takeFirst,
  type PairSolution,
  axisSolutions,
  pairSolutions,
  axisSearchOf,
  measuredFrom,
  scaledTo,
} from './solveOutputSize.ts';
import type { CallShape, Pair } from '../core/call.ts';

/** Asks for calls that are near a given one and whose output has a given height and width. */
export interface OutputSizeQuery {
  readonly shape: CallShape;
  /** The wanted output height and width. */
  readonly output: Pair;
  /** The largest difference of a parameter from its current value. */
  readonly reach: number;
  /** False if the kernel size must not change, because the weight is in a file. */
  readonly freeKernel: boolean;
  /** True to return only calls whose parameters are the same along both axes. */
  readonly sameAlongBoth: boolean;
  /** The most calls to return. */
  readonly limit: number;
}

/**
 * Returns the calls that match a query, the nearest first. If no call near the current one does, returns those near one
 * that scales the input to the wanted size.
 */
export function nearestCalls(query: OutputSizeQuery): readonly PairSolution[] {
  const near = solveNear(query);
  if (near.length > 0) return near;
  const { shape, output, freeKernel } = query;
  const scaled = scaledTo(shape, output, freeKernel);
  if (scaled === null) return [];
  return solveNear({ ...query, shape: scaled })
    .map((solution) => measuredFrom(shape, solution))
    .sort((a, b) => a.changed - b.changed || a.moved - b.moved);
}

function solveNear({
  shape,
  output,
  reach,
  freeKernel,
  sameAlongBoth,
  limit,
}: OutputSizeQuery): readonly PairSolution[] {
  const searchAlong = (axis: 0 | 1): AxisSearch => {
    // A 1-D call keeps its height of 1.
    const free = axisSearchOf(shape, axis, output[axis], shape.is1d === true && axis === 0 ? 0 : reach);
    if (freeKernel) return free;
    const { kernelSize } = free.current;
    return { ...free, ranges: { ...free.ranges, kernelSize: { min: kernelSize, max: kernelSize } } };
  };
  const [h, w] = [searchAlong(0), searchAlong(1)];
  return sameAlongBoth ? equalPairs(h, w).slice(0, limit) : takeFirst(pairSolutions(h, w), limit);
}

/** Returns the solutions that have the same values along both axes, in the order of all solutions. */
function equalPairs(h: AxisSearch, w: AxisSearch): readonly PairSolution[] {
  const key = (solution: AxisSolution): string => solvedParameters.map((name) => solution[name]).join();
  const across = new Map([...axisSolutions(w)].map((solution) => [key(solution), solution]));
  const pairs: PairSolution[] = [];
  for (const down of axisSolutions(h)) {
    const other = across.get(key(down));
    if (other === undefined) continue;
    const changed = down.changed + other.changed;
    pairs.push({ h: down, w: other, changed, moved: down.moved + other.moved });
  }
  const earlier = (a: AxisSolution, b: AxisSolution): number => {
    const name = solvedParameters.find((parameter) => a[parameter] !== b[parameter]);
    return name === undefined ? 0 : a[name] - b[name];
  };
  return pairs.sort((a, b) => a.changed - b.changed || a.moved - b.moved || earlier(a.h, b.h));
}
