import { upperBitsOf } from './errorBins.ts';
import { histogramBins, niceLimit } from './histogram.ts';

/** The number of compared elements and their largest error; known for the whole output before the second pass. */
export interface Extent {
  readonly compared: number;
  readonly largest: number;
}

/** The range and the units in which errors are sorted into bins and summed. */
export interface SpreadScale {
  /** The limit of the histogram and its number of bins. */
  readonly limit: number;
  readonly size: number;
  /**
   * The divisor of errors: the limit. If the limit is 0 or infinite, the divisor is Infinity, so that only the middle
   * bin is used.
   */
  readonly divisor: number;
  /** The factor of errors before they are summed. */
  readonly unit: number;
  /** The upper bits that binOf counts down from. */
  readonly top: number;
}

/** Returns the range and the units for errors of this extent. */
export function spreadScaleOf({ compared, largest }: Extent): SpreadScale {
  const limit = niceLimit(largest);
  return {
    limit,
    size: histogramBins(compared),
    divisor: limit > 0 && limit < Infinity ? limit : Infinity,
    unit: errorUnitOf(largest),
    top: upperBitsOf(largest),
  };
}

/** Returns the power of 2 that scales the largest error to about 1. */
export function errorUnitOf(largest: number): number {
  const exponent = largest > 0 && largest < Infinity ? Math.floor(Math.log2(largest)) : 0;
  return 2 ** -Math.max(-1000, Math.min(1000, exponent));
}
