import type { Call } from '../../core/call.ts';
import { storedRoundoff } from '../model/emulatedRounding.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { shortNumber } from '../model/shortNumber.ts';
import { afterwards } from './code.ts';

/** The most different values that an output of 8 bits has. */
const mostValues = 256;

/** The grid on which the values of a tensor lie. */
interface Grid {
  readonly scale: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Finds the grid of an output with at most 256 different values: integers times a scale. Returns null if there is none,
 * or if so few values are different that any output would do.
 */
function gridOf(data: ArrayLike<number> & Iterable<number>, roundoff: number): Grid | null {
  const values = new Set<number>();
  for (const value of data) {
    if (!Number.isFinite(value)) return null;
    values.add(value);
    if (values.size > mostValues) return null;
  }
  const sorted = [...values].sort((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined || sorted.length < 8) return null;
  // Few values may have no neighbours, but numbers of both signs are often nearer without them.
  const sizes = [...new Set(sorted.map(Math.abs))].sort((a, b) => a - b);
  for (const values of [sorted, sizes]) {
    // The smallest step is exact to a rounding; over the whole range it is known better.
    const steps = Math.round((most - least) / smallestStep(values));
    if (steps >= mostValues) return null;
    const scale = (most - least) / steps;
    // What is stored in float16 is near to the grid only.
    const tolerance = Math.max(1e-3, (4 * roundoff * Math.max(-least, most)) / scale);
    if (tolerance > 0.1) return null;
    const isOnGrid = sorted.every(
      (value) => Math.abs((value - least) / scale - Math.round((value - least) / scale)) < tolerance,
    );
    if (isOnGrid) return { scale, least, most };
  }
  return null;
}

/** Returns the smallest distance between neighbours of a rising list. */
function smallestStep(values: readonly number[]): number {
  let least = Infinity;
  for (let i = 1; i < values.length; i++) least = Math.min(least, (values[i] as number) - (values[i - 1] as number));
  return least;
}

/** Returns the grid of each channel of an output: one for all, or one for each; null if there are none. */
export function outputGrids(target: DiagnosisTarget): readonly Grid[] | null {
  const { actual, geometry } = target;
  const roundoff = storedRoundoff(target);
  const grid = gridOf(actual.data, roundoff);
  return grid === null ? gridsOfChannels(target, roundoff) : Array.from({ length: geometry.cout }, () => grid);
}

/** Finds the grid of every output channel; null if some channel has none. */
function gridsOfChannels(
  { actual: { data }, geometry: { n, cout, columns } }: DiagnosisTarget,
  roundoff: number,
): readonly Grid[] | null {
  if (cout === 1) return null;
  const grids: Grid[] = [];
  for (let c = 0; c < cout; c++) {
    const own = new Float64Array(n * columns);
    for (let image = 0; image < n; image++) {
      const from = (image * cout + c) * columns;
      own.set(data.subarray(from, from + columns), image * columns);
    }
    const grid = gridOf(own, roundoff);
    if (grid === null) return null;
    grids.push(grid);
  }
  return grids;
}

/** What else was rounded, in words, and how far that moves a value in a way that the call does not say. */
interface RoundedToo {
  readonly more: string;
  readonly slack: number;
}

/** Returns the hypothesis that every element was rounded to the nearest value of its channel's grid. */
export function onGrids(call: Call, grids: readonly Grid[], { more, slack }: RoundedToo): Hypothesis {
  const [first] = grids as readonly [Grid, ...Grid[]];
  const isOne = grids.every((grid) => grid === first);
  const stepsOf = ({ scale, least, most }: Grid): number => Math.round((most - least) / scale);
  const { scale, least, most } = first;
  const bits = Math.max(...grids.map((grid) => Math.ceil(Math.log2(stepsOf(grid) + 1))));
  const range = `${bits < 7 ? `${bits} bits, ` : ''}scale ${shortNumber(scale)}, from ${shortNumber(least)} to ${shortNumber(most)}`;
  const own = isOne ? range : `a scale for each output channel, channel 0: ${range}`;
  return {
    detail: more === '' ? own : `${own}; ${more}`,
    call,
    following: ({ value, bound }, channel, roundoff) => {
      const grid = grids[channel] as Grid;
      const step = (value - grid.least) / grid.scale;
      const nearest = Math.min(stepsOf(grid), Math.max(0, Math.round(step)));
      // Halfway between two values, rounding decides to which one an element goes.
      const toHalf = Math.abs(step - Math.floor(step) - 0.5) * grid.scale;
      const stored = 4 * roundoff * Math.max(Math.abs(grid.least), Math.abs(grid.most));
      return {
        value: grid.least + nearest * grid.scale,
        bound: stored + (toHalf <= bound + stored + slack ? grid.scale : 0),
      };
    },
    fitted: isOne ? 3 : 3 * grids.length,
    words: { what: 'values', yours: `steps of ${shortNumber(scale)}`, required: 'not rounded' },
    code:
      isOne && more === ''
        ? afterwards(`y = ((y - ${least}) / ${scale}).round().clamp(0, ${stepsOf(first)}) * ${scale} + ${least}`)
        : null,
    again: (other) =>
      more === '' && other.geometry.cout === grids.length ? onGrids(other.call, grids, { more, slack }) : null,
  };
}
