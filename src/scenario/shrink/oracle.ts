import { type RoundingBound, boundReader } from '../../engine/rounding/bound.ts';
import type { Call } from '../../engine/core/call.ts';
import { chosenReference } from '../../engine/reference/chosenReference.ts';
import { sameShape } from '../../engine/compare/sameShape.ts';
import type { Formulation } from '../../engine/provenance/formulation.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { profileBounds } from '../../engine/precision/profileBound.ts';
import { type Profile, profileOf } from '../../engine/precision/profiles.ts';
import type { Reference } from '../../engine/reference/reference.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Tensor } from '../../engine/core/tensor.ts';

/**
 * What is under test: an implementation, null where it does not serve a call; one of the debugger's own
 * formulations; or nothing but the output that an implementation made of one call, in the precision `profile` (the
 * call's, if left out).
 */
export type TestedImplementation =
  | { readonly kind: 'function'; readonly run: (call: Call) => Tensor | null }
  | { readonly kind: 'formulation'; readonly formulation: Formulation }
  | { readonly kind: 'tensor'; readonly actual: Tensor; readonly profile?: Profile };

/** The output of an implementation or a formulation for an accepted call; null where there is none. */
export function* outputOf(
  tested: Exclude<TestedImplementation, { kind: 'tensor' }>,
  call: Call,
  geometry: Geometry,
): Steps<Tensor | null> {
  if (tested.kind === 'function') return tested.run(call);
  const { formulation } = tested;
  if (formulation.serves?.(geometry).ok === false) return null;
  return yield* formulation.run(call, geometry);
}

/**
 * Whether an output is wrong: of another shape, further than rounding explains from the reference in an
 * element, or non-finite where the reference is not, the other way round or in another way. Where all
 * numbers of the call are finite and a sum may pass the dtype's largest one, nothing is wrong.
 */
export function* isWrong(
  call: Call,
  geometry: Geometry,
  actual: Tensor,
  tested: TestedImplementation = { kind: 'tensor', actual },
): Steps<boolean> {
  if (!sameShape(actual.shape, geometry.outputShape).ok) return true;
  const made = yield* chosenReference(call, geometry);
  const { reference } = made;
  const allowed = boundReader(yield* boundOf(tested, call, geometry, made));
  const mayOverflow = [call.input, call.weight, call.bias].every(
    (tensor) => tensor?.data.every((value) => Number.isFinite(value)) ?? true,
  );
  return actual.data.some((a, at) => {
    const e = reference.data[at] as number;
    if (a === e || (Number.isNaN(a) && Number.isNaN(e))) return false;
    if (mayOverflow && allowed(at) === Infinity) return false;
    return !(Number.isFinite(a) && Number.isFinite(e) && Math.abs(a - e) <= allowed(at));
  });
}

/** The rounding that a test allows: that of a formulation's own sums, of an emulated precision, or of the call's dtype. */
function* boundOf(tested: TestedImplementation, call: Call, geometry: Geometry, made: Reference): Steps<RoundingBound> {
  if (tested.kind === 'formulation' && tested.formulation.bound !== undefined) {
    return { kind: 'own', values: yield* tested.formulation.bound(call, geometry) };
  }
  const profile = tested.kind === 'tensor' ? tested.profile : undefined;
  return yield* profileBounds(call, geometry, made, profile ?? profileOf(call.dtype));
}
