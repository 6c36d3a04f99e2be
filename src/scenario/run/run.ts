import type { RoundingBound } from '../../engine/rounding/bound.ts';
import type { Call } from '../../engine/core/call.ts';
import type { Comparison } from '../../engine/compare/comparison.ts';
import type { FormulationId } from '../../engine/provenance/formulation.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import type { ReferenceBy } from '../../engine/reference/reference.ts';
import type { Float64Tensor, Tensor } from '../../engine/core/tensor.ts';

/** What a run leaves behind: enough to draw everything and to report everything. */
export interface Run {
  /** What the formulation multiplied: the call itself or, of an emulated precision, its tensors rounded as they enter. */
  readonly call: Call;
  /** The call as the scenario gives it, which the reference computes; `call` itself where nothing is emulated. */
  readonly originalCall: Call;
  /**
   * The sizes of `call` and of `originalCall`, made once when the call was validated. Plain data: they travel between
   * threads with the run.
   */
  readonly geometry: Geometry;
  /** Whose rounding the bound allows, and what the output is stored in. */
  readonly profile: ProfileId;
  /** The formulation that ran: `auto` is resolved. */
  readonly formulation: FormulationId;
  /** What the formulation computed: its stages show it. */
  readonly computedOutput: Tensor;
  /** What was compared with the reference: the same tensor, or the scenario's `actual`. */
  readonly output: Tensor;
  /** The file of that `actual`; null without one. */
  readonly actualFile: string | null;
  /** The naive scatter loop in float64, and who computed it. */
  readonly reference: Float64Tensor;
  readonly referenceBy: ReferenceBy;
  /** Rounding bound of each output element: see boundReader. */
  readonly bound: RoundingBound;
  readonly comparison: Comparison;
}
