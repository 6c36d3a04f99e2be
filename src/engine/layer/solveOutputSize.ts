import type { CallShape, Pair } from '../core/call.ts';
import { axisOf } from '../geometry/geometry.ts';
import { hasSeparateEndPadding } from '../validation/legal.ts';
import {
  type AxisSolution,
  type AxisSearch,
  smallestValid,
  largestMove,
  solutionsAt,
  solvedParameters,
  type ParameterRanges,
} from './axisSearch.ts';

/** Returns, for each parameter of an axis, the range of valid values at most `reach` away from the current value. */
export function rangesAround(current: AxisSearch['current'], reach: number): ParameterRanges {
  const around = (name: (typeof solvedParameters)[number]) => ({
    min: Math.max(smallestValid[name], current[name] - reach),
    max: Math.min(current[name] + reach, Number.MAX_SAFE_INTEGER),
  });
  return {
    kernelSize: around('kernelSize'),
    stride: around('stride'),
    padding: around('padding'),
    outputPadding: around('outputPadding'),
    dilation: around('dilation'),
  };
}

/**
 * Describes the search for an output of `targetSize` elements along one axis (0 is the height), with each parameter at
 * most `reach` away from its current value.
 */
export function axisSearchOf(shape: CallShape, axis: 0 | 1, targetSize: number, reach: number): AxisSearch {
  const current = axisOf(shape, axis);
  return { current, targetSize, ranges: rangesAround(current, reach), ownEnd: hasSeparateEndPadding(shape) };
}

/**
 * Yields every valid combination of the five parameters within the ranges that gives the target size. Each is yielded
 * once, nearest first: fewest parameters changed, then the smallest sum of absolute changes, then lexicographic order
 * (kernel_size, stride, padding, output_padding, dilation). Solutions are found lazily; finding all of them takes one
 * pass over the ranges.
 */
export function* axisSolutions(search: AxisSearch): Generator<AxisSolution, void, void> {
  const most = largestMove(search);
  for (const { changed, moved } of distances(solvedParameters.length, most)) yield* solutionsAt(search, changed, moved);
}

/** A solution for both axes. */
export interface PairSolution {
  readonly h: AxisSolution;
  readonly w: AxisSolution;
  /** Number of changed parameters, both axes together; `moved` is the sum of absolute changes. */
  readonly changed: number;
  readonly moved: number;
}

/**
 * Yields every pair of a solution for the height and one for the width, each once, in the order of {@link
 * axisSolutions}: distances are added over both axes, and of equally near pairs, those with smaller values for the
 * height come first.
 */
export function* pairSolutions(h: AxisSearch, w: AxisSearch): Generator<PairSolution, void, void> {
  const [down, across] = [levelsOf(h), levelsOf(w)];
  for (const { changed, moved } of distances(2 * solvedParameters.length, largestMove(h) + largestMove(w))) {
    const candidates = [...distances(Math.min(changed, solvedParameters.length), moved)]
      .filter((own) => across(changed - own.changed, moved - own.moved).length > 0)
      .flatMap((own) => down(own.changed, own.moved));
    for (const first of candidates.sort(lexicographic))
      for (const second of across(changed - first.changed, moved - first.moved))
        yield { h: first, w: second, changed, moved };
  }
}

/** Returns the first `limit` items of a lazy sequence. */
export function takeFirst<T>(found: Iterable<T>, limit: number): readonly T[] {
  const taken: T[] = [];
  if (limit <= 0) return taken;
  for (const item of found) {
    taken.push(item);
    if (taken.length >= limit) break;
  }
  return taken;
}

/**
 * Returns whether parameters that are the same along both axes can give this output: the outputs differ by as many
 * strides as the inputs do.
 */
export function canShareParameters({ input }: Pick<CallShape, 'input'>, [height, width]: Pair): boolean {
  const inputs = (input.at(-2) ?? 1) - (input.at(-1) ?? 1);
  if (inputs === 0) return height === width;
  const stride = (height - width) / inputs;
  return Number.isInteger(stride) && stride >= 1;
}

/** Returns whether the parameters are the same along both axes, and can stay so in calls that give this output. */
export function canStayShared(shape: CallShape, output: Pair): boolean {
  const [h, w] = [axisOf(shape, 0), axisOf(shape, 1)];
  return solvedParameters.every((name) => h[name] === w[name]) && canShareParameters(shape, output);
}

/** The largest kernel that {@link scaledTo} makes. */
const largestScaledKernel = 256;

/**
 * Returns the call with the parameters that most up-convolutions have: a stride that scales the input to the wanted
 * output, a kernel of two strides, and a padding of half a stride. From there the search finds outputs that are far from
 * the current one. Null if the stride would be too large. A kernel that is not free stays.
 */
export function scaledTo(shape: CallShape, output: Pair, freeKernel: boolean): CallShape | null {
  const stride = ([0, 1] as const).map((axis) =>
    Math.max(1, Math.round(output[axis] / (shape.input.at(axis - 2) ?? 1))),
  );
  const [h = 1, w = 1] = stride;
  if (Math.max(h, w) * 2 > largestScaledKernel) return null;
  // The height of a 1-D call is its own.
  const height = shape.is1d === true ? 1 : 2 * h;
  const kernel = freeKernel ? [height, 2 * w] : shape.weight.slice(2);
  const params: CallShape['params'] = {
    ...shape.params,
    stride: [h, w],
    padding: [Math.floor(h / 2), Math.floor(w / 2)],
    outputPadding: [0, 0],
    dilation: [1, 1],
  };
  return { ...shape, weight: [...shape.weight.slice(0, 2), ...kernel], params };
}

/** Measures a solution from the parameters of a call, whatever the search started from. */
export function measuredFrom(shape: CallShape, { h, w }: PairSolution): PairSolution {
  const along = (axis: 0 | 1, solution: AxisSolution): AxisSolution => {
    const current = axisOf(shape, axis);
    const moves = solvedParameters.map((name) => Math.abs(solution[name] - current[name]));
    return {
      ...solution,
      changed: moves.filter((move) => move > 0).length,
      moved: moves.reduce((sum, move) => sum + move, 0),
    };
  };
  const [down, across] = [along(0, h), along(1, w)];
  return { h: down, w: across, changed: down.changed + across.changed, moved: down.moved + across.moved };
}

/** Applies a solution to both axes of a call's shape; a separate padding at the end stays. */
export function applySolution(shape: CallShape, h: AxisSolution, w: AxisSolution): CallShape {
  const pair = (name: (typeof solvedParameters)[number]): Pair => [h[name], w[name]];
  const params = {
    ...shape.params,
    stride: pair('stride'),
    padding: pair('padding'),
    outputPadding: pair('outputPadding'),
    dilation: pair('dilation'),
  };
  return { ...shape, weight: [...shape.weight.slice(0, 2), ...pair('kernelSize')], params };
}

interface Distance {
  readonly changed: number;
  readonly moved: number;
}

/** Yields all distances up to these limits, nearest first. Every changed parameter changes by at least 1. */
function* distances(mostChanged: number, most: number): Generator<Distance, void, void> {
  for (let changed = 0; changed <= mostChanged; changed++) {
    const last = changed === 0 ? 0 : most;
    for (let moved = changed; moved <= last; moved++) yield { changed, moved };
  }
}

type Levels = (changed: number, moved: number) => readonly AxisSolution[];

/**
 * Returns a function that looks up an axis's solutions by distance. Each distance is searched when it is first
 * requested.
 */
function levelsOf(search: AxisSearch): Levels {
  const known = new Map<string, readonly AxisSolution[]>();
  const most = largestMove(search);
  return (changed, moved) => {
    if (changed > solvedParameters.length || moved > most) return [];
    const key = `${changed} ${moved}`;
    const level = known.get(key) ?? solutionsAt(search, changed, moved);
    known.set(key, level);
    return level;
  };
}

function lexicographic(a: AxisSolution, b: AxisSolution): number {
  for (const name of solvedParameters) if (a[name] !== b[name]) return a[name] - b[name];
  return 0;
}
