import type { Comparison, Tolerance } from './comparison.ts';
import type { ScanResult } from './errorScan.ts';
import type { mergeSpreads } from './errorSpread.ts';
import { verdictOf } from './verdict.ts';

/** The results of the three passes over the elements, from which a comparison is assembled. */
export interface Findings {
  readonly total: number;
  readonly scanned: ScanResult;
  readonly spread: ReturnType<typeof mergeSpreads>;
  readonly quantiles: Comparison['quantiles'];
  readonly tolerance: Tolerance;
  /** True if the elements were compared with a rounding bound. */
  readonly bounded: boolean;
}

/** Assembles a comparison from the results of the passes and adds its verdict. */
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
