import { formats } from '../../../rounding/formats.ts';
import type { Predicted } from '../../model/hypothesis.ts';
import type { ElementSets } from './elementSets.ts';

/** What a normalization needs to know of a set of elements. */
export interface SetStatistics {
  readonly size: number;
  readonly mean: number;
  /** Σ(x − mean)². */
  readonly squaresAboutMean: number;
  readonly sumOfSizes: number;
  readonly sumOfSquares: number;
  readonly least: number;
  readonly most: number;
  /** The flat indices of the last elements with these values. */
  readonly leastAt: number;
  readonly mostAt: number;
  /** How far an element of the set may be off, as some of them show. */
  readonly bound: number;
  /** The relative error of a sum over the set, as libraries add it up. */
  readonly ofSum: number;
  /** Returns ln Σ exp(scale · x). */
  logOfPowers(scale: number): number;
}

/** The most elements of a set whose bounds are looked at. */
const mostBounds = 32;

/** Returns the statistics of a set of elements, by its number. `read` gives elements with their bounds. */
export type StatisticsOfSets = (set: number, read: (at: number) => Predicted) => SetStatistics;

/** Returns a function that computes the statistics of a set when they are first asked for. */
export function statisticsOf(values: ArrayLike<number>, sets: ElementSets): StatisticsOfSets {
  const known = new Map<number, SetStatistics>();
  return (set, read) => {
    const found = known.get(set) ?? computed(values, sets, set, read);
    known.set(set, found);
    return found;
  };
}

function computed(
  values: ArrayLike<number>,
  { size, visit, runs }: ElementSets,
  set: number,
  read: (at: number) => Predicted,
): SetStatistics {
  let [sum, sumOfSizes, sumOfSquares, least, most] = [0, 0, 0, Infinity, -Infinity];
  let [leastAt, mostAt] = [0, 0];
  let [left, bound] = [0, 0];
  const every = Math.ceil(size / mostBounds);
  runs(set, (from, length, stride) => {
    for (let i = 0, at = from; i < length; i++, at += stride) {
      const value = values[at] as number;
      sum += value;
      sumOfSizes += Math.abs(value);
      sumOfSquares += value * value;
      if (value <= least) leastAt = at;
      if (value >= most) mostAt = at;
      least = Math.min(least, value);
      most = Math.max(most, value);
      if (left === 0) {
        bound = Math.max(bound, read(at).bound);
        left = every;
      }
      left--;
    }
  });
  const mean = sum / size;
  let squares: number | null = null;
  const logs = new Map<number, number>();
  return {
    size,
    mean,
    // Most functions of a set do without it.
    get squaresAboutMean() {
      return (squares ??= squaresAbout(mean, values, (each) => {
        runs(set, each);
      }));
    },
    sumOfSizes,
    sumOfSquares,
    least,
    most,
    leastAt,
    mostAt,
    bound,
    // Libraries add up large sets in parts, in float32 or wider: the error grows with the root of their number.
    ofSum: (8 + Math.sqrt(size)) * formats.float32.roundoff,
    logOfPowers: (scale) => {
      let log = logs.get(scale);
      if (log === undefined) {
        const largest = scale > 0 ? scale * most : scale * least;
        let powers = 0;
        visit(set, (at) => {
          powers += Math.exp(scale * (values[at] as number) - largest);
        });
        log = largest + Math.log(powers);
        logs.set(scale, log);
      }
      return log;
    },
  };
}

function squaresAbout(
  mean: number,
  values: ArrayLike<number>,
  runs: (each: (from: number, length: number, stride: number) => void) => void,
): number {
  let squares = 0;
  runs((from, length, stride) => {
    for (let i = 0, at = from; i < length; i++, at += stride) {
      const apart = (values[at] as number) - mean;
      squares += apart * apart;
    }
  });
  return squares;
}
