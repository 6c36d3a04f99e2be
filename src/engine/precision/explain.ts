import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { progressOf } from '../core/progress.ts';
import type { Reference } from '../reference/reference.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import { type ProfileBound, profileBoundOf } from './profileBound.ts';
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
 * Tests which rounding profiles explain `actual`, a tensor of the output's shape, as the result of `call`.
 *
 * - A profile explains a finite element if the element is a number of the profile's stored format and differs from the
 *   reference by at most the profile's bound (profileBound.ts).
 * - It explains an infinity or a NaN if a step of the computation may overflow.
 * - If the reference is not finite, it explains an equal value, a NaN (from an infinity times a zero), and, if finite
 *   factors may have caused the overflow, any value.
 *
 * The scan for a profile stops at the first element that the profile does not explain. If `counts` is true, the scan
 * goes on and counts all such elements.
 */
export function* explain(
  actual: Tensor,
  call: Call,
  geometry: Geometry,
  reference: Reference,
  { counts = false }: { readonly counts?: boolean } = {},
): Steps<RoundingExplanation> {
  const verdicts: ProfileVerdict[] = [];
  for (const profile of profiles) {
    const bound = yield* profileBoundOf(call, geometry, reference, profile);
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
  if (!Number.isFinite(expected)) {
    return value === expected || Number.isNaN(value) || bound.referenceMayOverflow(at);
  }
  if (!Number.isFinite(value)) return bound.mayBeNonFinite(at, value);
  return Math.abs(value - expected) <= bound.bound(at);
}
