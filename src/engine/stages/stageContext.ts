import type { Call } from '../core/call.ts';
import type { Terms } from '../provenance/formulation.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { Tensor } from '../core/tensor.ts';

/** What a stage is built from: a valid call, its output, and the terms of its formulation. */
export interface StageContext {
  readonly call: Call;
  readonly geometry: Geometry;
  /** The output as the formulation computed it, (N, Cout, Ho, Wo) or (Cout, Ho, Wo). */
  readonly output: Tensor;
  readonly terms: Terms;
}
