import type { Pair } from '../../engine/core/call.ts';
import type { Verdict } from '../../engine/compare/comparison.ts';
import type { FormatName } from '../../engine/rounding/formats.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import type { DType, Shape } from '../../engine/core/tensor.ts';

/** The report of a run, on which the API, the command line and tests rely. JSON-safe: no NaN, no Infinity. */
export interface RunReport {
  readonly formulation: string;
  /** The dtype of the scenario. The tensors of an emulated precision are held in `output.dtype`. */
  readonly dtype: ProfileId;
  readonly input: { readonly shape: Shape };
  readonly weight: { readonly shape: Shape };
  readonly bias: { readonly shape: Shape } | null;
  readonly parameters: {
    readonly stride: Pair;
    readonly padding: Pair;
    /** Padding at the bottom and right; only present if it differs from `padding`. */
    readonly padding_end?: Pair;
    readonly output_padding: Pair;
    readonly dilation: Pair;
    readonly groups: number;
  };
  readonly output: { readonly shape: Shape; readonly dtype: DType; readonly sha256: string };
  /**
   * The output that was checked instead of {@link output}, if the scenario names one. `error` and `verdict` refer to
   * it.
   */
  readonly actual?: { readonly file: string; readonly sha256: string };
  /**
   * The origin of the reference: the naive scatter loop in float64, or the fast kernels, which make the same sums and of
   * which `checked` elements were compared with the loop bit for bit.
   */
  readonly reference: { readonly by: 'naive' | 'kernels'; readonly checked: number };
  readonly error: ErrorReport;
  readonly verdict: Verdict;
}

/**
 * The error Δ = actual − expected over the elements that are finite on both sides. Indices are multi-indices of the
 * output, e.g. [0, 21, 8, 9]. If there is no such element, the maxima are null, the means are 0 and the quantiles are
 * empty.
 */
export interface ErrorReport {
  /** Largest |Δ|. */
  readonly maxAbs: number | null;
  readonly maxAbsAt: readonly number[] | null;
  /** Largest |Δ| ÷ |expected|; elements whose expected value is 0 are left out. */
  readonly maxRel: number | null;
  /** Largest |Δ| in units in the last place of the format `ulp`, at the expected value. */
  readonly maxUlp: number | null;
  readonly ulp: FormatName;
  /** Largest |Δ| ÷ rounding bound; a value above 1 is not rounding. Null for two files, which have no bound. */
  readonly boundRatio: number | null;
  /** The precision whose rounding the bound allows; null without a bound. */
  readonly bound: ProfileId | null;
  readonly boundRatioAt: readonly number[] | null;
  /** Elements with |Δ| above their rounding bound; null without a bound. */
  readonly beyondBound: number | null;
  readonly meanSigned: number;
  readonly meanAbs: number;
  readonly rms: number;
  /** Quantiles of |Δ| by share: "0.5", "0.9", "0.99", "0.999". */
  readonly quantiles: Readonly<Record<string, number>>;
  /** Elements with |Δ| > atol + rtol·|expected|, and non-finite elements that do not match. */
  readonly mismatches: number;
  /** Elements of the output. */
  readonly total: number;
  readonly rtol: number;
  readonly atol: number;
  readonly equalNan: boolean;
  readonly nonFinite: {
    readonly actual: {
      readonly nan: number;
      readonly positiveInfinity: number;
      readonly negativeInfinity: number;
    };
    readonly expected: {
      readonly nan: number;
      readonly positiveInfinity: number;
      readonly negativeInfinity: number;
    };
    readonly unmatched: number;
  };
}
