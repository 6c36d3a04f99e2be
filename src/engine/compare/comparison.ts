/**
 * The verdicts on a comparison. `exact`: all elements are equal. `rounding`: the differences are within the rounding
 * bound. `close`: within the tolerance; only if there is no call and so no bound. `mismatch`: at least one difference
 * is larger. `non-finite`: a NaN or infinity on one side does not equal the other side's element.
 */
export type Verdict = 'exact' | 'rounding' | 'close' | 'mismatch' | 'non-finite';

/** A value and the flat (row-major) index of the element it belongs to. */
export interface Extreme {
  readonly value: number;
  readonly at: number;
}

export interface NonFiniteCounts {
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
}

/** Counts of signed errors in bins of equal width that divide [−limit, limit]. */
export interface Histogram {
  readonly limit: number;
  readonly counts: readonly number[];
  /** For each bin, the flat index of the element in it that has the largest |error|; −1 for an empty bin. */
  readonly worst: readonly number[];
}

/** How far apart elements may be: `torch.testing.assert_close`'s |a − e| ≤ atol + rtol·|e|. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
  /** If true, NaN equals NaN. */
  readonly equalNan: boolean;
}

/**
 * How an actual tensor differs from the expected one, element by element. The statistics are over the `compared`
 * elements, which are the ones finite on both sides. Δ = actual − expected, computed in float64.
 */
export interface Comparison {
  readonly total: number;
  readonly compared: number;
  readonly maxAbs: Extreme | null;
  /** |Δ| ÷ |expected|; elements with expected 0 and Δ ≠ 0 are excluded. */
  readonly maxRel: Extreme | null;
  /** |Δ| in units in the last place of the format that the actual tensor is stored in, at the expected value. */
  readonly maxUlp: Extreme | null;
  /** |Δ| ÷ rounding bound; null if there is no bound. */
  readonly maxBoundRatio: Extreme | null;
  readonly meanSigned: number;
  readonly meanAbs: number;
  readonly rms: number;
  /** Quantiles of |Δ|: for each probability `p`, 0 ≤ p ≤ 1, the quantile `abs`. */
  readonly quantiles: readonly { readonly p: number; readonly abs: number }[];
  readonly histogram: Histogram;
  /** The k elements of largest |Δ|, worst first. */
  readonly worst: readonly Extreme[];
  readonly tolerance: Tolerance;
  /** Elements outside the tolerance, and unmatched non-finite ones. */
  readonly mismatches: { readonly count: number; readonly first: number | null };
  /** Elements whose |Δ| exceeds the rounding bound; null if there is no bound. */
  readonly beyondBound: { readonly count: number; readonly first: number | null } | null;
  readonly nonFinite: {
    readonly actual: NonFiniteCounts;
    readonly expected: NonFiniteCounts;
    /**
     * Elements that are non-finite on one side and not equal to the other side's. With a rounding bound, NaN equals NaN,
     * whatever the tolerance.
     */
    readonly unmatched: number;
    readonly first: number | null;
  };
  readonly verdict: Verdict;
}
