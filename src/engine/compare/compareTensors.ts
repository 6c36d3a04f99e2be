import type { Comparison, Tolerance } from '../comparison.ts';
import type { Step, Steps } from '../steps.ts';
import type { Tensor } from '../tensor.ts';
import { boundRatio } from './boundRatio.ts';
import { Count } from './count.ts';
import { defaultTolerance } from './defaultTolerance.ts';
import { absError, relError, signedError, ulpError } from './errors.ts';
import { HistogramOfErrors } from './histogram.ts';
import { equal, matches } from './matches.ts';
import { Maximum } from './maximum.ts';
import { NonFinite } from './nonFinite.ts';
import { quantilesOf } from './quantiles.ts';
import { verdictOf } from './verdict.ts';
import { Worst } from './worst.ts';

const elementsPerStep = 2 ** 15;
const worstKept = 10;

export interface CompareOptions {
  /** `assert_close`'s defaults for the two dtypes if left out. */
  readonly tolerance?: Tolerance;
  /** Rounding bound of each element; without it there is no bound ratio, and the tolerance decides. */
  readonly bound?: Float64Array;
}

/**
 * Compares two tensors of one shape (see {@link sameShape}) element by element. Allocates 8 bytes
 * per element. Equal infinities are equal, but take no part in the statistics.
 */
export function* compareTensors(
  actual: Tensor,
  expected: Tensor,
  options: CompareOptions = {},
): Steps<Comparison> {
  const tolerance = options.tolerance ?? defaultTolerance(actual.dtype, expected.dtype);
  const bound = options.bound ?? null;
  const total = actual.data.length;
  const step = (pass: number, done: number): Step => ({
    stage: 'Error and bound',
    done: pass * total + done,
    total: 2 * total,
  });

  const maxAbs = new Maximum();
  const maxRel = new Maximum();
  const maxUlp = new Maximum();
  const maxBoundRatio = new Maximum();
  const worst = new Worst(worstKept);
  const [actualKinds, expectedKinds] = [new NonFinite(), new NonFinite()];
  const [mismatches, beyondBound, unmatched] = [new Count(), new Count(), new Count()];
  const errors = new Float64Array(total);
  let compared = 0;
  let allEqual = true;
  let sum = 0;
  let sumAbs = 0;

  for (let at = 0; at < total; at++) {
    if (at % elementsPerStep === 0) yield step(0, at);
    const a = actual.data[at] as number;
    const e = expected.data[at] as number;
    if (!matches(a, e, tolerance)) mismatches.see(at);
    if (!equal(a, e, tolerance)) allEqual = false;
    if (!Number.isFinite(a) || !Number.isFinite(e)) {
      actualKinds.see(a);
      expectedKinds.see(e);
      if (!equal(a, e, tolerance)) unmatched.see(at);
      continue;
    }
    const abs = absError(a, e);
    errors[compared++] = abs;
    sum += signedError(a, e);
    sumAbs += abs;
    maxAbs.see(abs, at);
    worst.see(abs, at);
    if (e !== 0 || abs === 0) maxRel.see(relError(a, e), at);
    maxUlp.see(ulpError(a, e, actual.dtype), at);
    if (bound === null) continue;
    const allowed = bound[at] as number;
    maxBoundRatio.see(boundRatio(abs, allowed), at);
    if (abs > allowed) beyondBound.see(at);
  }

  const largest = maxAbs.extreme?.value ?? 0;
  const histogram = new HistogramOfErrors(compared, largest);
  let squares = 0;
  for (let at = 0; at < total; at++) {
    if (at % elementsPerStep === 0) yield step(1, at);
    const a = actual.data[at] as number;
    const e = expected.data[at] as number;
    if (!Number.isFinite(a) || !Number.isFinite(e)) continue;
    const error = signedError(a, e);
    histogram.see(error, at);
    // Relative to the largest: the square of an error of 1e-200 is not to vanish.
    if (largest > 0) squares += (error / largest) ** 2;
  }

  const count = Math.max(compared, 1);
  const grounds = {
    unmatched: unmatched.count,
    allEqual,
    mismatches: mismatches.found,
    beyondBound: bound === null ? null : beyondBound.found,
  };
  return {
    total,
    compared,
    maxAbs: maxAbs.extreme,
    maxRel: maxRel.extreme,
    maxUlp: maxUlp.extreme,
    maxBoundRatio: maxBoundRatio.extreme,
    meanSigned: sum / count,
    meanAbs: sumAbs / count,
    rms: largest * Math.sqrt(squares / count),
    quantiles: yield* quantilesOf(errors.subarray(0, compared)),
    histogram: histogram.histogram,
    worst: worst.extremes,
    tolerance,
    mismatches: grounds.mismatches,
    beyondBound: grounds.beyondBound,
    nonFinite: {
      actual: actualKinds.counts,
      expected: expectedKinds.counts,
      unmatched: unmatched.count,
      first: unmatched.found.first,
    },
    verdict: verdictOf(grounds),
  };
}
