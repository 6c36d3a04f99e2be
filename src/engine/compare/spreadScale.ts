import { topOf } from './errorBins.ts';
import { histogramBins, niceLimit } from './histogram.ts';

/** The number of compared elements and their largest error, known of the whole output before its errors are spread. */
export interface Extent {
  readonly compared: number;
  readonly largest: number;
}

/** The range and the units that errors are sorted and summed in. */
export interface SpreadScale {
  /** The histogram's, and how many bins it has. */
  readonly limit: number;
  readonly size: number;
  /** What errors are divided by: the limit; but a limit of 0, and an infinite one, leave one bin, the middle. */
  readonly divisor: number;
  /** What errors are multiplied by before they are added up. */
  readonly unit: number;
  /** What binOf counts down from. */
  readonly top: number;
}

export function spreadScaleOf({ compared, largest }: Extent): SpreadScale {
  const limit = niceLimit(largest);
  return {
    limit,
    size: histogramBins(compared),
    divisor: limit > 0 && limit < Infinity ? limit : Infinity,
    unit: unitOf(largest),
    top: topOf(largest),
  };
}

/** A power of 2 that makes a number near 1 of the largest error. */
export function unitOf(largest: number): number {
  const exponent = largest > 0 && largest < Infinity ? Math.floor(Math.log2(largest)) : 0;
  return 2 ** -Math.max(-1000, Math.min(1000, exponent));
}
