import type { Call } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { StageId } from '../../provenance/stage.ts';
import type { Float64Tensor, Tensor } from '../../core/tensor.ts';
import type { EmulatedRounding } from './emulatedRounding.ts';
import type { FixCode } from './fixCode.ts';
import type { Hypothesis } from './hypothesis.ts';

/** The input of a diagnosis: a call and the output to explain. */
export interface DiagnosisTarget {
  /** The correct call. */
  readonly call: Call;
  readonly geometry: Geometry;
  /** The output to explain; its shape may differ from the call's. */
  readonly actual: Tensor;
  /** The correct output, in the geometry's output shape. */
  readonly reference: Float64Tensor;
  /** The rounding of the call's precision, if it is emulated. */
  readonly rounding?: EmulatedRounding | undefined;
}

/** A known mistake in implementing or calling a transposed convolution. */
export interface Mistake {
  /** Stable identifier, used in reports and tests. */
  readonly id: string;
  readonly title: string;
  /** The effect, in a few words or symbols. */
  readonly means: string;
  /** The stage of the computation that the mistake belongs to, by the debugger's stage id. */
  readonly place: StageId;
  /** Bug reports of real projects about this mistake, or other sources that describe it; may be empty. */
  readonly known: readonly string[];
  /** The fix in one sentence. */
  readonly fix: string;
  /** The fix in code, for variants without their own; null if no lines of the program express it. */
  readonly code: FixCode | null;
  /**
   * True if its variants are chosen to fit the output. Such a mistake is never the second one of a pair, because the
   * first one would be fitted with it.
   */
  readonly fromOutput?: true;
  /**
   * True if its variants take measured numbers from the output, such as a factor or the constant of a channel. They fit
   * what other mistakes make of one output, so that such a match says nothing against them.
   */
  readonly measures?: true;
  /**
   * True if many implementations fit it, so that it is tried only if no mistake before it in the catalogue explains the
   * output: what contains another mistake does not compete with it.
   */
  readonly general?: true;
  /** True if it says which part of the call was in a narrow precision, so that the precision is not named beside it. */
  readonly decidesPrecision?: true;
  /** True if it is never combined with another mistake. */
  readonly alone?: true;
  /**
   * Returns the number of variants that {@link hypotheses} compares with single elements of the output before it yields
   * the few that fit; 0 if omitted. They count as hypotheses that were tried.
   */
  alternatives?(target: DiagnosisTarget): number;
  /** Yields the variants of the mistake for a case; none if the mistake would change nothing. */
  hypotheses(target: DiagnosisTarget): Iterable<Hypothesis>;
}
