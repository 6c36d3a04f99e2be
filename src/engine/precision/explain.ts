import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { progressOf } from '../core/progress.ts';
import type { Reference } from '../reference/reference.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import { largestFactorsOf } from '../rounding/largestFactors.ts';
import { type ProfileBound, profileBoundOf } from './profileBound.ts';
import { mayBe } from './nonFiniteOutcomes.ts';
import { type Profile, type ProfileId, profiles } from './profiles.ts';
import { rounderTo } from '../rounding/roundTo.ts';

/**
 * Why a profile does not explain an element: the error exceeds the profile's bound, or the element is not a number of
 * the format in which the profile stores results.
 */
export type Unexplained = 'beyond-bound' | 'not-of-format';

/** Says whether a profile explains a whole tensor. */
export interface ProfileVerdict {
  readonly id: ProfileId;
  /** True if the profile explains every element. */
  readonly explains: boolean;
  /** The first unexplained element, by flat index. */
  readonly first: { readonly at: number; readonly why: Unexplained } | null;
  /** Number of unexplained elements; null if the scan stopped at the first. */
  readonly unexplained: number | null;
}

/** The precisions that explain a tensor which differs from the reference. */
export interface RoundingExplanation {
  /** The first profile in the order of `profiles` that explains every element; null if none does. */
  readonly tightest: ProfileId | null;
  /** One verdict per profile, in the order of `profiles`. */
  readonly verdicts: readonly ProfileVerdict[];
}

/** Elements between two progress steps. */
const atOnce = 2 ** 13;

/**
 * Finds the rounding profiles that explain `actual`, a tensor of the output's shape, as the result of `call`. A profile
 * explains a finite element if its stored format has the value and the distance from the reference is within the
 * profile's bound (profileBound.ts). If the value or the reference is not finite, a profile explains the kinds of values
 * that some order of summation gives (nonFiniteOutcomes.ts). The scan of a profile stops at the first unexplained element unless
 * `counts` asks for all.
 */
export function* explain(
  actual: Tensor,
  call: Call,
  geometry: Geometry,
  reference: Reference,
  { counts = false }: { readonly counts?: boolean } = {},
): Steps<RoundingExplanation> {
  const verdicts: ProfileVerdict[] = [];
  const largest = largestFactorsOf(call, geometry);
  for (const profile of profiles) {
    const bound = yield* profileBoundOf(call, geometry, reference, profile, largest);
    verdicts.push(yield* verdictOf(actual, reference, { profile, bound, counts }));
  }
  const tightest = verdicts.find(({ explains }) => explains)?.id ?? null;
  return { tightest, verdicts };
}

interface VerdictOptions {
  readonly profile: Profile;
  readonly bound: ProfileBound;
  readonly counts: boolean;
}

function* verdictOf(
  actual: Tensor,
  { reference }: Reference,
  { profile, bound, counts }: VerdictOptions,
): Steps<ProfileVerdict> {
  const { id, output, title } = profile;
  const round = rounderTo(output.format);
  const [a, r] = [actual.data, reference.data];
  const progress = progressOf(`Explained by ${title}?`, a.length);
  let first: ProfileVerdict['first'] = null;
  let count = 0;
  for (let start = 0; start < a.length; start += atOnce) {
    const end = Math.min(start + atOnce, a.length);
    for (let at = start; at < end; at++) {
      const value = a[at] as number;
      // Infinities and NaN exist in every format.
      const representable = !Number.isFinite(value) || round(value) === value;
      if (representable && isWithin(value, r[at] as number, bound, at)) continue;
      first ??= { at, why: representable ? 'beyond-bound' : 'not-of-format' };
      count += 1;
      if (!counts) return { id, explains: false, first, unexplained: null };
    }
    const step = progress.advance(end - start);
    if (step !== null) yield step;
  }
  return { id, explains: count === 0, first, unexplained: count };
}

function isWithin(value: number, expected: number, bound: ProfileBound, at: number): boolean {
  if (!Number.isFinite(expected) || !Number.isFinite(value)) return mayBe(bound.outcomes(at), value);
  return Math.abs(value - expected) <= bound.bound(at);
}
