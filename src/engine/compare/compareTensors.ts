import type { RoundingBound } from '../rounding/bound.ts';
import type { Comparison, Tolerance } from './comparison.ts';
import type { FormatName } from '../rounding/formats.ts';
import type { Steps } from '../core/steps.ts';
import { isSameShape, type Shape, shapeText, type Tensor } from '../core/tensor.ts';
import { comparisonOf } from './comparisonOf.ts';
import { defaultTolerance } from './defaultTolerance.ts';
import { scanErrors } from './errorScan.ts';
import { mergeSpreads, spreadErrors } from './errorSpread.ts';
import { elementsPerStep } from './comparedPart.ts';
import { keepErrors } from './keepErrors.ts';
import { quantilesOf, wantedBins } from './quantiles.ts';
import { ok, refuse, type Result } from '../core/refusal.ts';

export interface CompareOptions {
  /** The tolerance; if omitted, the default of `torch.testing.assert_close` for the two dtypes. */
  readonly tolerance?: Tolerance;
  /**
   * The rounding bound of each element. If omitted, the tolerance decides the verdict, and there are no ratios of error
   * to bound.
   */
  readonly bound?: RoundingBound;
  /** How many of the largest errors are kept; 10 if omitted. */
  readonly worst?: number;
  /**
   * Number of consecutive elements whose errors are summed separately. For an output, the size of one of its (Ho, Wo)
   * planes.
   */
  readonly plane?: number;
  /** The format whose units in the last place are counted; the actual tensor's dtype if omitted. */
  readonly stored?: FormatName;
}

/** How many of the largest errors are kept by default. */
export const defaultWorstCount = 10;

/**
 * Compares two tensors of the same shape (see {@link checkSameShape}) element by element. Equal infinities count as
 * equal elements but take no part in the statistics. The comparison makes three passes over the elements. To divide it
 * between workers, run each pass on parts and combine the results with mergeScans, mergeSpreads and quantilesOf.
 */
export function* compareTensors(actual: Tensor, expected: Tensor, options: CompareOptions = {}): Steps<Comparison> {
  const tolerance = options.tolerance ?? defaultTolerance(actual.dtype, expected.dtype);
  const { bound = null, worst = defaultWorstCount, plane = elementsPerStep } = options;
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

/** Returns the common shape of two tensors, or a refusal if their shapes differ. Nothing is broadcast. */
export function checkSameShape(actual: Shape, expected: Shape): Result<Shape> {
  if (isSameShape(actual, expected)) return ok(actual);
  return refuse(
    'actual',
    `actual of shape ${shapeText(actual)} must have the shape of expected, ${shapeText(expected)}.`,
  );
}
