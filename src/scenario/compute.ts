import type { RoundingBound } from '../engine/bound.ts';
import type { Call } from '../engine/call.ts';
import { chosenReference } from '../engine/chosenReference.ts';
import type { Formulation } from '../engine/formulation.ts';
import type { Geometry } from '../engine/geometry.ts';
import type { SpareBuffers } from '../engine/spareBuffers.ts';
import type { Steps } from '../engine/steps.ts';
import type { Run } from './run.ts';

/** What a call gives before it is judged. */
export type Computed = Pick<Run, 'formulated' | 'reference' | 'referenceBy' | 'bound'>;

/**
 * Runs the formulation and the reference of an accepted call, in spare memory where there is some. The bound is
 * the formulation's own, unless the output of somebody else (`foreign`) is judged.
 */
export function* compute(
  call: Call,
  geometry: Geometry,
  formulation: Formulation,
  spare?: SpareBuffers,
  foreign = false,
): Steps<Computed> {
  const recycled = spare?.take(call.dtype, geometry.outputShape);
  const formulated = yield* formulation.run(call, geometry, recycled);
  const { reference, by, ...sums } = yield* chosenReference(call, geometry, spare);
  const bound: RoundingBound =
    formulation.bound === undefined || foreign
      ? { kind: 'sums', dtype: call.dtype, ...sums }
      : { kind: 'own', values: yield* formulation.bound(call, geometry) };
  return { formulated, reference, referenceBy: by, bound };
}
