import type { Call } from '../core/call.ts';
import type { Terms } from '../provenance/formulation.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { Tensor } from '../core/tensor.ts';

/** The inputs that a stage is built from: a valid call, its output, and its formulation's terms. */
export interface StageContext {
  readonly call: Call;
  readonly geometry: Geometry;
  /** (N, Cout, Ho, Wo) or (Cout, Ho, Wo), as the formulation computed it. */
  readonly output: Tensor;
  readonly terms: Terms;
}
