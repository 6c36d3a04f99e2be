import type { RoundingBound } from '../../engine/rounding/bound.ts';
import type { Call } from '../../engine/core/call.ts';
import { computeReference } from '../../engine/reference/computeReference.ts';
import type { Formulation } from '../../engine/provenance/formulation.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { roundCall, runRounded } from '../../engine/precision/emulate.ts';
import { profileBounds } from '../../engine/precision/profileBound.ts';
import { type Profile, profileOf } from '../../engine/precision/profiles.ts';
import type { SpareBuffers } from '../../engine/core/spareBuffers.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Run } from './run.ts';

/** The results of a call before they are compared. */
export type Computed = Pick<Run, 'call' | 'computedOutput' | 'reference' | 'referenceBy' | 'bound'>;

/** Options of the computation of a call. */
export interface ComputeOptions {
  /** The precision that is emulated; the dtype of the call if left out. */
  readonly profile?: Profile;
  /** Buffers that may be overwritten. */
  readonly spare?: SpareBuffers | undefined;
  /** True if the output of another implementation is checked; the formulation's own bound does not apply to it. */
  readonly foreign?: boolean;
}

/**
 * Runs the formulation on the call as the profile rounds it, and the reference on the call as it is given. The
 * formulation must support the call under the profile. The bound is that of the formulation if it has its own,
 * otherwise that of the profile.
 */
export function* compute(
  given: Call,
  geometry: Geometry,
  formulation: Formulation,
  { profile = profileOf(given.dtype), spare, foreign = false }: ComputeOptions = {},
): Steps<Computed> {
  const call = yield* roundCall(given, profile);
  const recycled = spare?.take(call.dtype, geometry.outputShape);
  const computedOutput = yield* runRounded(call, geometry, formulation, recycled);
  const reference = yield* computeReference(given, geometry, spare);
  const bound: RoundingBound =
    formulation.bound === undefined || foreign
      ? yield* profileBounds(given, geometry, reference, profile)
      : { kind: 'own', values: yield* formulation.bound(call, geometry) };
  return { call, computedOutput, reference: reference.reference, referenceBy: reference.by, bound };
}
