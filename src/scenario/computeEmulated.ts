import type { Call } from '../engine/call.ts';
import { chosenReference } from '../engine/chosenReference.ts';
import type { Formulation } from '../engine/formulation.ts';
import type { Geometry } from '../engine/geometry.ts';
import { roundCall, runRounded } from '../engine/precision/emulate.ts';
import { profileBounds } from '../engine/precision/profileBound.ts';
import type { Profile } from '../engine/precision/profiles.ts';
import type { SpareBuffers } from '../engine/spareBuffers.ts';
import type { Steps } from '../engine/steps.ts';
import type { Computed } from './compute.ts';

/**
 * As {@link compute}, under a profile that is emulated: the formulation runs on the rounded call, the
 * reference and the profile's bound are those of the call as it is given.
 */
export function* computeEmulated(
  given: Call,
  geometry: Geometry,
  formulation: Formulation,
  profile: Profile,
  spare?: SpareBuffers,
): Steps<Computed & { readonly call: Call }> {
  const call = yield* roundCall(given, profile);
  const recycled = spare?.take(call.dtype, geometry.outputShape);
  const formulated = yield* runRounded(call, geometry, formulation, recycled);
  const made = yield* chosenReference(given, geometry, spare);
  const bound = yield* profileBounds(given, geometry, made, profile);
  return { call, formulated, reference: made.reference, referenceBy: made.by, bound };
}
