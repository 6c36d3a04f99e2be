import type { CallShape, Pair } from '../core/call.ts';
import { axisOf } from '../geometry/geometry.ts';
import { hasOwnEnd } from '../validation/legal.ts';
import {
  type AxisSolution,
  type AxisWish,
  least,
  mostMoved,
  solutionsAt,
  solvedParameters,
  type Spans,
} from './axisLevels.ts';

/** The legal values up to `reach` away from those of the axis. */
export function spansAround(present: AxisWish['present'], reach: number): Spans {
  const around = (name: (typeof solvedParameters)[number]) => ({
    min: Math.max(least[name], present[name] - reach),
    max: present[name] + reach,
  });
  return {
    kernelSize: around('kernelSize'),
    stride: around('stride'),
    padding: around('padding'),
    outputPadding: around('outputPadding'),
    dilation: around('dilation'),
  };
}

/** An output of `wanted` elements along an axis of a call (0 = height), each parameter at most `reach` from its present value. */
export function wishOf(shape: CallShape, axis: 0 | 1, wanted: number, reach: number): AxisWish {
  const present = axisOf(shape, axis);
  return { present, wanted, spans: spansAround(present, reach), ownEnd: hasOwnEnd(shape) };
}

/**
 * All values of the five parameters within the spans with which the axis is accepted and has the wanted
 * size, each once, nearest to the present ones first: the fewest parameters changed, then the
 * smallest sum of absolute changes, then lexicographically, (kernel_size, stride, padding, output_padding,
 * dilation). Found while they are asked for; the work for all is that of going through the spans.
 */
export function* solutionsAlong(wish: AxisWish): Generator<AxisSolution, void, void> {
  const most = mostMoved(wish);
  for (const { changed, moved } of distances(solvedParameters.length, most)) yield* solutionsAt(wish, changed, moved);
}

/** A solution of both axes. */
export interface PairSolution {
  readonly h: AxisSolution;
  readonly w: AxisSolution;
  /** The sums of both axes'. */
  readonly changed: number;
  readonly moved: number;
}

/**
 * Every pair of a solution for the height and one for the width, each once, in the same order: a
 * parameter of one axis counts by itself, and the height's values are compared before the width's.
 */
export function* solutionsOfBoth(h: AxisWish, w: AxisWish): Generator<PairSolution, void, void> {
  const [down, across] = [levelsOf(h), levelsOf(w)];
  for (const { changed, moved } of distances(2 * solvedParameters.length, mostMoved(h) + mostMoved(w))) {
    const candidates = [...distances(Math.min(changed, solvedParameters.length), moved)]
      .filter((own) => across(changed - own.changed, moved - own.moved).length > 0)
      .flatMap((own) => down(own.changed, own.moved));
    for (const first of candidates.sort(lexicographic))
      for (const second of across(changed - first.changed, moved - first.moved))
        yield { h: first, w: second, changed, moved };
  }
}

/** The first `limit` of a list that is found while it is asked for. */
export function firstOf<T>(found: Iterable<T>, limit: number): readonly T[] {
  const taken: T[] = [];
  if (limit <= 0) return taken;
  for (const one of found) {
    taken.push(one);
    if (taken.length >= limit) break;
  }
  return taken;
}

/** A call's shape with a solution's values along both axes; the padding at the end stays. */
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

/** All distances up to these, near to far; a change moves by at least 1. */
function* distances(mostChanged: number, most: number): Generator<Distance, void, void> {
  for (let changed = 0; changed <= mostChanged; changed++) {
    const last = changed === 0 ? 0 : most;
    for (let moved = changed; moved <= last; moved++) yield { changed, moved };
  }
}

type Levels = (changed: number, moved: number) => readonly AxisSolution[];

/** The solutions of an axis by their distance, each distance searched once and when it is first asked for. */
function levelsOf(wish: AxisWish): Levels {
  const known = new Map<string, readonly AxisSolution[]>();
  const most = mostMoved(wish);
  return (changed, moved) => {
    if (changed > solvedParameters.length || moved > most) return [];
    const key = `${changed} ${moved}`;
    const level = known.get(key) ?? solutionsAt(wish, changed, moved);
    known.set(key, level);
    return level;
  };
}

function lexicographic(a: AxisSolution, b: AxisSolution): number {
  for (const name of solvedParameters) if (a[name] !== b[name]) return a[name] - b[name];
  return 0;
}
