import type { Verdict } from '../../engine/compare/comparison.ts';
import type { FormatName } from '../../engine/rounding/formats.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import type { DType, Shape } from '../../engine/core/tensor.ts';

/** A run as numbers: what the API, the command line and a test assert on. JSON-safe: no NaN, no Infinity. */
export interface RunReport {
  readonly formulation: string;
  /** The scenario's dtype: an emulated one is held in `output.dtype`. */
  readonly dtype: ProfileId;
  readonly input: { readonly shape: Shape };
  readonly weight: { readonly shape: Shape };
  readonly bias: { readonly shape: Shape } | null;
  readonly parameters: {
    readonly stride: readonly number[];
    readonly padding: readonly number[];
    /** Only of a call whose padding at the bottom and right is another. */
    readonly padding_end?: readonly number[];
    readonly output_padding: readonly number[];
    readonly dilation: readonly number[];
    readonly groups: number;
  };
  readonly output: { readonly shape: Shape; readonly dtype: DType; readonly sha256: string };
  /** The output that was checked in place of {@link output}, where the scenario names one: error and verdict are its. */
  readonly actual?: { readonly file: string; readonly sha256: string };
  /** What the output was compared with: the naive scatter loop in float64, or the fast kernels with its sums, of which `checked` elements were compared with the loop bit for bit. */
  readonly reference: { readonly by: 'naive' | 'kernels'; readonly checked: number };
  readonly error: ErrorReport;
  readonly verdict: Verdict;
}

/**
 * The error Δ = actual − expected over the elements that are finite on both sides. Indices are
 * multi-indices of the output, e.g. [0, 21, 8, 9]. Where there is no such element the maxima are
 * null, the means 0 and the quantiles none.
 */
export interface ErrorReport {
  /** Largest |Δ|. */
  readonly maxAbs: number | null;
  readonly maxAbsAt: readonly number[] | null;
  /** Largest |Δ| ÷ |expected|, an expected 0 left out. */
  readonly maxRel: number | null;
  /** Largest |Δ| in units in the last place, at the expected value, of the format `ulp`. */
  readonly maxUlp: number | null;
  readonly ulp: FormatName;
  /** Largest |Δ| ÷ rounding bound: above 1 it is not rounding. Null of two files, which have no bound. */
  readonly boundRatio: number | null;
  /** Whose rounding the bound allows; null without one. */
  readonly bound: ProfileId | null;
  readonly boundRatioAt: readonly number[] | null;
  readonly meanSigned: number;
  readonly meanAbs: number;
  readonly rms: number;
  /** Of |Δ|, by share: "0.5", "0.9", "0.99", "0.999". */
  readonly quantiles: Readonly<Record<string, number>>;
  /** Elements with |Δ| > atol + rtol·|expected|, and non-finite ones without their like. */
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
