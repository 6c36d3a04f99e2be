import { type RoundingBound, boundReader } from '../../engine/rounding/bound.ts';
import type { Call } from '../../engine/core/call.ts';
import { computeReference } from '../../engine/reference/computeReference.ts';
import { checkSameShape } from '../../engine/compare/compareTensors.ts';
import type { Formulation } from '../../engine/provenance/formulation.ts';
import type { Match } from '../../engine/diagnose/search/findMistakes.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { mayBe } from '../../engine/precision/nonFiniteOutcomes.ts';
import { profileBoundOf, profileBounds } from '../../engine/precision/profileBound.ts';
import { type Profile, profileOf } from '../../engine/precision/profiles.ts';
import type { Reference } from '../../engine/reference/reference.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { mistakenOutput } from './mistakenOutput.ts';

/**
 * The implementation under test: a function, which returns null for a call it does not support; a formulation of the
 * debugger; the mistakes that a diagnosis named first, made with any call; or only the output that an implementation
 * made of one call, in the precision `profile` (that of the call if left out).
 */
export type TestedImplementation =
  | { readonly kind: 'function'; readonly run: (call: Call) => Tensor | null }
  | { readonly kind: 'formulation'; readonly formulation: Formulation }
  | { readonly kind: 'mistake'; readonly match: Match; readonly profile: Profile }
  | { readonly kind: 'tensor'; readonly actual: Tensor; readonly profile?: Profile };

/** Returns the output of an implementation, a formulation or a mistake for a valid call; null if it does not support the call. */
export function* outputOf(
  tested: Exclude<TestedImplementation, { kind: 'tensor' }>,
  call: Call,
  geometry: Geometry,
): Steps<Tensor | null> {
  if (tested.kind === 'function') return tested.run(call);
  if (tested.kind === 'mistake') return yield* mistakenOutput(tested.match, call, geometry, tested.profile);
  const { formulation } = tested;
  if (formulation.serves?.(geometry).ok === false) return null;
  return yield* formulation.run(call, geometry);
}

/**
 * Returns true if an output is wrong: it has another shape, an element differs from the reference by more than
 * rounding, or an element is non-finite where no order of summation makes such a value, or the reverse.
 */
export function* isWrong(
  call: Call,
  geometry: Geometry,
  actual: Tensor,
  tested: TestedImplementation = { kind: 'tensor', actual },
): Steps<boolean> {
  if (!checkSameShape(actual.shape, geometry.outputShape).ok) return true;
  const computed = yield* computeReference(call, geometry);
  const { reference } = computed;
  const allowed = boundReader(yield* boundOf(tested, call, geometry, computed));
  const bounds = yield* profileBoundOf(call, geometry, computed, profileOfTested(tested, call));
  return actual.data.some((a, at) => {
    const e = reference.data[at] as number;
    if (a === e || (Number.isNaN(a) && Number.isNaN(e))) return false;
    return Number.isFinite(a) && Number.isFinite(e)
      ? !(Math.abs(a - e) <= allowed(at))
      : !mayBe(bounds.outcomes(at), a);
  });
}

/**
 * Returns the rounding that the test allows: that of the sums of a formulation, of an emulated precision, or of the
 * dtype of the call.
 */
function* boundOf(
  tested: TestedImplementation,
  call: Call,
  geometry: Geometry,
  reference: Reference,
): Steps<RoundingBound> {
  if (tested.kind === 'formulation' && tested.formulation.bound !== undefined) {
    return { kind: 'own', values: yield* tested.formulation.bound(call, geometry) };
  }
  return yield* profileBounds(call, geometry, reference, profileOfTested(tested, call));
}

/** Returns the precision of the implementation under test. */
function profileOfTested(tested: TestedImplementation, call: Call): Profile {
  const profile = tested.kind === 'tensor' || tested.kind === 'mistake' ? tested.profile : undefined;
  return profile ?? profileOf(call.dtype);
}
