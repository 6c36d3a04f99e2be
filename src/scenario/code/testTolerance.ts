import { boundReader } from '../../engine/rounding/bound.ts';
import type { Call } from '../../engine/core/call.ts';
import { computeReference } from '../../engine/reference/computeReference.ts';
import { defaultTolerance } from '../../engine/compare/defaultTolerance.ts';
import { profileBounds } from '../../engine/precision/profileBound.ts';
import { type Profile, profileOf } from '../../engine/precision/profiles.ts';
import { checkSameShape } from '../../engine/compare/compareTensors.ts';
import type { Tolerance } from '../../engine/compare/comparison.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Float64Tensor, Tensor } from '../../engine/core/tensor.ts';

/**
 * The tolerance of a test. `default`: that of `torch.testing.assert_close`. `bound`: the rounding bound of each
 * element, never 0; an infinite bound skips the element.
 */
export type TestTolerance =
  ({ readonly kind: 'default' } & Tolerance) | { readonly kind: 'bound'; readonly bound: Float64Tensor };

/** Replaces a bound of 0, by which nothing can be divided; any difference is larger. */
const leastBound = 2 ** -1022;

/**
 * Returns the tolerance of a test of a call: the default one if every correct implementation passes with it and
 * `actual`, a wrong output, fails; otherwise the rounding bound, which always distinguishes them. Both
 * are those of `profile`, the precision of the implementation.
 */
export function* testToleranceOf(
  call: Call,
  geometry: Geometry,
  actual: Tensor,
  profile: Profile = profileOf(call.dtype),
): Steps<TestTolerance> {
  const computed = yield* computeReference(call, geometry);
  const { reference } = computed;
  const allowed = boundReader(yield* profileBounds(call, geometry, computed, profile));
  const usual = defaultTolerance(profile.output.format);
  const near = (e: number): number => usual.atol + usual.rtol * Math.abs(e);
  const everyCorrectPasses = reference.data.every((e, at) => !Number.isFinite(e) || allowed(at) <= near(e));
  const wrongFails =
    !checkSameShape(actual.shape, reference.shape).ok ||
    actual.data.some((a, at) => !close(a, reference.data[at] as number, near));
  if (everyCorrectPasses && wrongFails) return { kind: 'default', ...usual };
  const bound = reference.data.map((e, at) =>
    // A NaN or an infinity must match exactly, so any bound will do.
    Number.isFinite(e) ? Math.max(allowed(at), leastBound) : 1,
  );
  return { kind: 'bound', bound: { dtype: 'float64', shape: reference.shape, data: bound } };
}

function close(a: number, e: number, near: (e: number) => number): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(e)) return Object.is(a, e);
  return Math.abs(a - e) <= near(e);
}
