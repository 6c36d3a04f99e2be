import type { Comparison, Tolerance } from '../comparison.ts';
import type { Step, Steps } from '../steps.ts';
import type { Tensor } from '../tensor.ts';
import { defaultTolerance } from './defaultTolerance.ts';
import { ErrorScan } from './errorScan.ts';
import { HistogramOfErrors } from './histogram.ts';
import { quantilesOf } from './quantiles.ts';
import { verdictOf } from './verdict.ts';

const elementsPerStep = 2 ** 15;

export interface CompareOptions {
  /** `assert_close`'s defaults for the two dtypes if left out. */
  readonly tolerance?: Tolerance;
  /** Rounding bound of the element at a flat index; without it there is no bound ratio, and the tolerance decides. */
  readonly bound?: (at: number) => number;
  /** How many of the largest errors are kept; 10 if left out. */
  readonly worst?: number;
}

/**
 * Compares two tensors of one shape (see {@link sameShape}) element by element. Equal infinities are equal, but take no part in the statistics.
 */
export function* compareTensors(
  actual: Tensor,
  expected: Tensor,
  options: CompareOptions = {},
): Steps<Comparison> {
  const tolerance = options.tolerance ?? defaultTolerance(actual.dtype, expected.dtype);
  const total = actual.data.length;
  const step = (pass: number, done: number): Step => ({
    stage: 'Error and bound',
    done: pass * total + done,
    total: 2 * total,
  });

  const { bound = null, worst = 10 } = options;
  const scan = new ErrorScan(actual, expected, tolerance, bound, worst);
  for (let at = 0; at < total; at += elementsPerStep) {
    yield step(0, at);
    scan.see(at, Math.min(at + elementsPerStep, total));
  }
  const scanned = scan.scanned;
  const { compared, maxAbs, unmatched, mismatches } = scanned;
  const beyondBound = bound === null ? null : scanned.beyondBound;

  const largest = maxAbs?.value ?? 0;
  const histogram = new HistogramOfErrors(compared, largest);
  for (let at = 0; at < total; at += elementsPerStep) {
    yield step(1, at);
    histogram.see(actual.data, expected.data, at, Math.min(at + elementsPerStep, total));
  }

  return {
    total,
    compared,
    maxAbs,
    maxRel: scanned.maxRel,
    maxUlp: scanned.maxUlp,
    maxBoundRatio: scanned.maxBoundRatio,
    ...histogram.means(compared),
    quantiles: yield* quantilesOf(actual, expected, compared, largest),
    histogram: histogram.histogram,
    worst: scanned.worst,
    tolerance,
    mismatches,
    beyondBound,
    nonFinite: {
      actual: scanned.actual,
      expected: scanned.expected,
      unmatched: unmatched.count,
      first: unmatched.first,
    },
    verdict: verdictOf({ ...scanned, unmatched: unmatched.count, beyondBound }),
  };
}
