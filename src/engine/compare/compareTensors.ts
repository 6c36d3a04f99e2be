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
  /** If omitted, `assert_close`'s defaults for the two dtypes. */
  readonly tolerance?: Tolerance;
  /** Rounding bound of each element. If omitted, there is no bound ratio, and the tolerance decides. */
  readonly bound?: RoundingBound;
  /** How many of the largest errors are kept; 10 if omitted. */
  readonly worst?: number;
  /** Number of elements whose errors are summed separately: the size of the output's planes, if there is an output. */
  readonly plane?: number;
  /** The format whose units in the last place are counted; the actual tensor's dtype if omitted. */
  readonly stored?: FormatName;
}

/** How many of the largest errors are kept by default. */
export const defaultWorstCount = 10;

/**
 * Compares two tensors of one shape (see {@link checkSameShape}) element by element. Equal infinities are equal, but
 * take no part in the statistics. The three passes over the elements can also run on parts, whose results mergeScans,
 * mergeSpreads and quantilesOf combine.
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

/** Checks that two tensors can be compared: they must have the same shape; nothing is broadcast. */
export function checkSameShape(actual: Shape, expected: Shape): Result<Shape> {
  if (isSameShape(actual, expected)) return ok(actual);
  return refuse(
    'actual',
    `actual of shape ${shapeText(actual)} must have the shape of expected, ${shapeText(expected)}.`,
  );
}
