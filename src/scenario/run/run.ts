import type { RoundingBound } from '../../engine/rounding/bound.ts';
import type { Call } from '../../engine/core/call.ts';
import type { Comparison } from '../../engine/compare/comparison.ts';
import type { FormulationId } from '../../engine/provenance/formulation.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import type { ReferenceBy } from '../../engine/reference/reference.ts';
import type { Float64Tensor, Tensor } from '../../engine/core/tensor.ts';

/** The result of a run: everything that is drawn and reported. */
export interface Run {
  /**
   * The call that the formulation computed. For an emulated precision its tensors are rounded as they enter; otherwise
   * it is `originalCall`.
   */
  readonly call: Call;
  /** The call as the scenario gives it, which the reference computes. */
  readonly originalCall: Call;
  /**
   * The sizes of `call` and of `originalCall`, made once when the call was validated. Plain data: they travel between
   * threads with the run.
   */
  readonly geometry: Geometry;
  /** The precision whose rounding the bound allows and in which the output is stored. */
  readonly profile: ProfileId;
  /** The formulation that ran; `auto` is resolved. */
  readonly formulation: FormulationId;
  /** The output of the formulation, which its stages show. */
  readonly computedOutput: Tensor;
  /** The tensor that was compared with the reference: `computedOutput`, or the `actual` of the scenario. */
  readonly output: Tensor;
  /** The file of `actual`, or null without one. */
  readonly actualFile: string | null;
  /** The output of the naive scatter loop in float64; `referenceBy` says who computed it. */
  readonly reference: Float64Tensor;
  readonly referenceBy: ReferenceBy;
  /** The rounding bound of each output element; see boundReader. */
  readonly bound: RoundingBound;
  readonly comparison: Comparison;
}
