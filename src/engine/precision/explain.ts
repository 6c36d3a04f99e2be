import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { progressOf } from '../core/progress.ts';
import type { Reference } from '../reference/reference.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import { type ProfileBound, profileBoundOf } from './profileBound.ts';
import { type Profile, type ProfileId, profiles } from './profiles.ts';
import { rounderTo } from '../rounding/roundTo.ts';

/** Why a profile does not explain an element: it is further off than the bound, or no number that the profile stores. */
export type Unexplained = 'beyond-bound' | 'not-of-format';

/** Whether a profile explains a whole tensor. */
export interface ProfileVerdict {
  readonly id: ProfileId;
  /** Whether it explains every element. */
  readonly explains: boolean;
  /** The first element that it does not explain, by flat index. */
  readonly first: { readonly at: number; readonly why: Unexplained } | null;
  /** How many it does not explain; null where the looking ended with the first of them. */
  readonly unexplained: number | null;
}

/** What low precision says about a tensor that is not the reference. */
export interface RoundingExplanation {
  /** The first profile in the order of `profiles` that explains every element; null if none does. */
  readonly tightest: ProfileId | null;
  /** One for each profile, in the order of `profiles`. */
  readonly verdicts: readonly ProfileVerdict[];
}

/** Elements between two looks at the progress. */
const atOnce = 2 ** 13;

/**
 * Which rounding profiles explain `actual`, a tensor of the output's shape, as the result of `call`.
 * A profile explains a finite element that is a number of the format it stores and whose distance
 * from the reference is within the profile's bound (profileBound.ts); an infinity or NaN where
 * something on its way may overflow. A reference that is not finite explains what equals it, and NaN,
 * which an infinity times a zero makes; and anything where only finite factors may have made it.
 * A profile is left at the first element that it does not explain, unless `counts` asks for all.
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

interface Look {
  readonly profile: Profile;
  readonly bound: ProfileBound;
  readonly counts: boolean;
}

function* verdictOf(actual: Tensor, { reference }: Reference, { profile, bound, counts }: Look): Steps<ProfileVerdict> {
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
      // Of the non-finite values this asks nothing: every format has them.
      const held = !Number.isFinite(value) || round(value) === value;
      if (held && isWithin(value, r[at] as number, bound, at)) continue;
      first ??= { at, why: held ? 'beyond-bound' : 'not-of-format' };
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
  if (!Number.isFinite(value)) return bound.mayBe(at, value);
  return Math.abs(value - expected) <= bound.bound(at);
}
