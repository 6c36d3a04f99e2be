import type { RoundingBound } from '../../engine/rounding/bound.ts';
import type { Call } from '../../engine/core/call.ts';
import { chosenReference } from '../../engine/reference/chosenReference.ts';
import type { Formulation } from '../../engine/provenance/formulation.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { roundCall, runRounded } from '../../engine/precision/emulate.ts';
import { profileBounds } from '../../engine/precision/profileBound.ts';
import { type Profile, profileOf } from '../../engine/precision/profiles.ts';
import type { SpareBuffers } from '../../engine/core/spareBuffers.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Run } from './run.ts';

/** What a call gives before it is judged. */
export type Computed = Pick<Run, 'call' | 'computedOutput' | 'reference' | 'referenceBy' | 'bound'>;

/** How a call is computed beside its formulation. */
export interface ComputeOptions {
  /** What hardware is emulated; the call's own dtype if left out. */
  readonly profile?: Profile;
  /** Memory that may be overwritten. */
  readonly spare?: SpareBuffers | undefined;
  /** Whether the output of somebody else is judged: the formulation's own bound is not for that. */
  readonly foreign?: boolean;
}

/**
 * Runs the formulation, which must serve the call under the profile, on the call as the profile rounds it, and the
 * reference of the call as it is given. The bound is the formulation's own, if it has one, or that of the profile.
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
  const made = yield* chosenReference(given, geometry, spare);
  const bound: RoundingBound =
    formulation.bound === undefined || foreign
      ? yield* profileBounds(given, geometry, made, profile)
      : { kind: 'own', values: yield* formulation.bound(call, geometry) };
  return { call, computedOutput, reference: made.reference, referenceBy: made.by, bound };
}
