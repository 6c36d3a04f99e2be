import { formats } from '../../../rounding/formats.ts';
import type { Predicted } from '../../model/hypothesis.ts';
import type { ElementSets } from './elementSets.ts';

/** The numbers of a set of elements that a normalization needs. */
interface SetNumbers {
  readonly size: number;
  readonly mean: number;
  /** Returns Σ(x − mean)², which most functions of a set do without. */
  readonly squaresAboutMean: () => number;
  readonly sumOfSizes: number;
  readonly sumOfSquares: number;
  readonly least: number;
  readonly most: number;
  /** The flat indices of the last elements with these values. */
  readonly leastAt: number;
  readonly mostAt: number;
  /** The relative error of a sum over the set, as libraries add it up. */
  readonly ofSum: number;
  /** Returns ln Σ exp(scale · x). */
  readonly logOfPowers: (scale: number) => number;
}

/** The numbers of a set, and how far off its elements may be. */
export interface SetStatistics extends SetNumbers {
  /** How far an element of the set may be off, as some of them show. */
  readonly bound: number;
}

/** Gives an element with its bound, by its flat index. */
type Reader = (at: number) => Predicted;

/** Returns the statistics of a set of elements, by its number. `read` gives elements with their bounds. */
export type StatisticsOfSets = (set: number, read: Reader) => SetStatistics;

/** Returns a function that computes the numbers of a set, and the bound of its elements, when they are first asked for. */
export function statisticsOf(values: ArrayLike<number>, sets: ElementSets): StatisticsOfSets {
  const numbers = new Map<number, SetNumbers>();
  const byReader = new WeakMap<Reader, Map<number, SetStatistics>>();
  const numbersOf = (set: number): SetNumbers => {
    const found = numbers.get(set) ?? computed(values, sets, set);
    numbers.set(set, found);
    return found;
  };
  return (set, read) => {
    const known = byReader.get(read) ?? new Map<number, SetStatistics>();
    byReader.set(read, known);
    const found = known.get(set) ?? { ...numbersOf(set), bound: boundOf(sets, set, read) };
    known.set(set, found);
    return found;
  };
}

/** The most elements of a set whose bounds are looked at. */
const mostBounds = 32;

/** Returns the largest bound of some elements of a set, equally far apart. */
function boundOf({ size, elementOf }: ElementSets, set: number, read: Reader): number {
  const step = Math.ceil(size / mostBounds);
  let bound = 0;
  for (let i = 0; i < size; i += step) bound = Math.max(bound, read(elementOf(set, i)).bound);
  return bound;
}

function computed(values: ArrayLike<number>, { size, visit, runs }: ElementSets, set: number): SetNumbers {
  let [sum, sumOfSizes, sumOfSquares, least, most] = [0, 0, 0, Infinity, -Infinity];
  let [leastAt, mostAt] = [0, 0];
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
    }
  });
  const mean = sum / size;
  let squares: number | null = null;
  const logs = new Map<number, number>();
  return {
    size,
    mean,
    squaresAboutMean: () =>
      (squares ??= squaresAbout(mean, values, (each) => {
        runs(set, each);
      })),
    sumOfSizes,
    sumOfSquares,
    least,
    most,
    leastAt,
    mostAt,
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
