import type { Call } from '../call.ts';
import type { Terms } from '../formulation.ts';
import type { Geometry } from '../geometry.ts';
import type { Tensor } from '../tensor.ts';

/** What a stage is made from: an accepted call, its output, and the terms of its formulation. */
export interface StageContext {
  readonly call: Call;
  readonly geometry: Geometry;
  /** (N, Cout, Ho, Wo) or (Cout, Ho, Wo), as the formulation computed it. */
  readonly output: Tensor;
  readonly terms: Terms;
}
