import type { Call } from '../engine/call.ts';
import type { Comparison } from '../engine/comparison.ts';
import type { FormulationId } from '../engine/formulation.ts';
import type { Float64Tensor, Tensor } from '../engine/tensor.ts';

/** What a run leaves behind: enough to draw everything and to report everything. */
export interface Run {
  readonly call: Call;
  /** The formulation that ran: `auto` is resolved. */
  readonly formulation: FormulationId;
  readonly output: Tensor;
  /** The naive scatter loop in float64. */
  readonly reference: Float64Tensor;
  /** Rounding bound of each output element, in the order of `output`. */
  readonly bound: Float64Array<ArrayBuffer>;
  readonly comparison: Comparison;
}
