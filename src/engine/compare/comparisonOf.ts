import type { Comparison, Tolerance } from './comparison.ts';
import type { Scanned } from './errorScan.ts';
import type { mergeSpreads } from './errorSpread.ts';
import { verdictOf } from './verdict.ts';

/** What the three looks at each element have found. */
export interface Findings {
  readonly total: number;
  readonly scanned: Scanned;
  readonly spread: ReturnType<typeof mergeSpreads>;
  readonly quantiles: Comparison['quantiles'];
  readonly tolerance: Tolerance;
  /** Whether there was a rounding bound. */
  readonly bounded: boolean;
}

/** A comparison from what was found, with its verdict. */
export function comparisonOf(findings: Findings): Comparison {
  const { total, scanned, spread, quantiles, tolerance, bounded } = findings;
  const { compared, maxAbs, maxRel, maxUlp, maxBoundRatio, worst, mismatches, unmatched } = scanned;
  const beyondBound = bounded ? scanned.beyondBound : null;
  const { meanSigned, meanAbs, rms, histogram } = spread;
  return {
    total,
    compared,
    maxAbs,
    maxRel,
    maxUlp,
    maxBoundRatio,
    meanSigned,
    meanAbs,
    rms,
    quantiles,
    histogram,
    worst,
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
