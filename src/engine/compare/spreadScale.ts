import { upperBitsOf } from './errorBins.ts';
import { histogramBins, niceLimit } from './histogram.ts';

/**
 * The number of compared elements and their largest error. Known for the whole tensors before the second pass begins.
 */
export interface Extent {
  readonly compared: number;
  readonly largest: number;
}

/** The range of the histogram, and the scale in which errors are summed. */
export interface SpreadScale {
  /** The limit of the histogram and its number of bins. */
  readonly limit: number;
  readonly size: number;
  /**
   * Errors are divided by this number to find their histogram bin: the limit or, if the limit is 0 or infinite,
   * Infinity, which puts all errors into the middle bin.
   */
  readonly divisor: number;
  /** The factor by which errors are multiplied before they are summed. */
  readonly unit: number;
  /** {@link upperBitsOf} the largest error, from which {@link binOf} counts bins down. */
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
