import type { RoundingBound } from '../rounding/bound.ts';
import type { Comparison, Tolerance } from './comparison.ts';
import type { FormatName } from '../rounding/formats.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import { comparisonOf } from './comparisonOf.ts';
import { defaultTolerance } from './defaultTolerance.ts';
import { scanErrors } from './errorScan.ts';
import { mergeSpreads, spreadErrors } from './errorSpread.ts';
import { elementsPerStep } from './part.ts';
import { keepErrors } from './keepErrors.ts';
import { quantilesOf, wantedBins } from './quantiles.ts';

export interface CompareOptions {
  /** `assert_close`'s defaults for the two dtypes if left out. */
  readonly tolerance?: Tolerance;
  /** Rounding bound of each element; without it there is no bound ratio, and the tolerance decides. */
  readonly bound?: RoundingBound;
  /** How many of the largest errors are kept; 10 if left out. */
  readonly worst?: number;
  /** Elements whose errors are summed by themselves: the output's planes, where there is one. */
  readonly plane?: number;
  /** The format whose units in the last place are counted; the actual tensor's dtype if left out. */
  readonly stored?: FormatName;
}

/** How many of the largest errors are kept. */
export const worstKept = 10;

/**
 * Compares two tensors of one shape (see {@link sameShape}) element by element. Equal infinities
 * are equal, but take no part in the statistics. The three looks at each element can also be had
 * of parts, which are then put together: see mergeScans, mergeSpreads and quantilesOf.
 */
export function* compareTensors(actual: Tensor, expected: Tensor, options: CompareOptions = {}): Steps<Comparison> {
  const tolerance = options.tolerance ?? defaultTolerance(actual.dtype, expected.dtype);
  const { bound = null, worst = worstKept, plane = elementsPerStep } = options;
  const stored = options.stored ?? actual.dtype;
  const part = { actual, expected, first: 0, plane: Math.max(1, plane) };
  const scanned = yield* scanErrors(part, { tolerance, bound, worst, stored });
  const extent = { compared: scanned.compared, largest: scanned.maxAbs?.value ?? 0 };
  const spread = mergeSpreads([yield* spreadErrors(part, extent)], extent);
  const wanted = wantedBins(spread.bins, extent);
  const kept = yield* keepErrors(part, wanted, extent.largest);
  const quantiles = quantilesOf(wanted, [kept], extent.compared);
  const total = actual.data.length;
  return comparisonOf({ total, scanned, spread, quantiles, tolerance, bounded: bound !== null });
}
