import { boundReader } from '../../engine/rounding/bound.ts';
import type { Call } from '../../engine/core/call.ts';
import { chosenReference } from '../../engine/reference/chosenReference.ts';
import { defaultTolerance } from '../../engine/compare/defaultTolerance.ts';
import { profileBounds } from '../../engine/precision/profileBound.ts';
import { type Profile, profileOf } from '../../engine/precision/profiles.ts';
import { sameShape } from '../../engine/compare/sameShape.ts';
import type { Tolerance } from '../../engine/compare/comparison.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Float64Tensor, Tensor } from '../../engine/core/tensor.ts';

/**
 * How far a test lets an output be from the expected one. `default`: as far as `torch.testing.assert_close`
 * does. `bound`: by the rounding bound of each element, none of which is 0; an infinite one leaves the
 * element out.
 */
export type TestTolerance =
  ({ readonly kind: 'default' } & Tolerance) | { readonly kind: 'bound'; readonly bound: Float64Tensor };

/** Stands for a bound of 0, which nothing can be divided by: any difference is more. */
const leastBound = 2 ** -1022;

/**
 * The tolerance of a test of a call: the usual one where every right implementation passes with it and
 * `actual`, a wrong output if there is one, fails; else the rounding bound, which tells them apart for certain.
 * Both are those of `profile`, the precision that the implementation computes in.
 */
export function* testToleranceOf(
  call: Call,
  geometry: Geometry,
  actual: Tensor | null,
  profile: Profile = profileOf(call.dtype),
): Steps<TestTolerance> {
  const made = yield* chosenReference(call, geometry);
  const { reference } = made;
  const allowed = boundReader(yield* profileBounds(call, geometry, made, profile));
  const usual = defaultTolerance(profile.output.format);
  const near = (e: number): number => usual.atol + usual.rtol * Math.abs(e);
  const settled = reference.data.every((e, at) => !Number.isFinite(e) || allowed(at) <= near(e));
  const told =
    actual === null ||
    !sameShape(actual.shape, reference.shape).ok ||
    actual.data.some((a, at) => !close(a, reference.data[at] as number, near));
  if (settled && told) return { kind: 'default', ...usual };
  const bound = reference.data.map((e, at) =>
    // What a NaN or an infinity comes to must be the same: any bound will do.
    Number.isFinite(e) ? Math.max(allowed(at), leastBound) : 1,
  );
  return { kind: 'bound', bound: { dtype: 'float64', shape: reference.shape, data: bound } };
}

function close(a: number, e: number, near: (e: number) => number): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(e)) return Object.is(a, e);
  return Math.abs(a - e) <= near(e);
}
