import type { RoundingBound } from '../engine/bound.ts';
import type { Call } from '../engine/call.ts';
import type { Comparison } from '../engine/comparison.ts';
import type { FormulationId } from '../engine/formulation.ts';
import type { ReferenceBy } from '../engine/reference.ts';
import type { Float64Tensor, Tensor } from '../engine/tensor.ts';

/** What a run leaves behind: enough to draw everything and to report everything. */
export interface Run {
  readonly call: Call;
  /** The formulation that ran: `auto` is resolved. */
  readonly formulation: FormulationId;
  readonly output: Tensor;
  /** The naive scatter loop in float64, and who computed it. */
  readonly reference: Float64Tensor;
  readonly referenceBy: ReferenceBy;
  /** Rounding bound of each output element: see boundReader. */
  readonly bound: RoundingBound;
  readonly comparison: Comparison;
}
