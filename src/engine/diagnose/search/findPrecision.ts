import type { Call } from '../../core/call.ts';
import type { Comparison } from '../../compare/comparison.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { explain } from '../../precision/explain.ts';
import { type Profile, type ProfileId, profileOf } from '../../precision/profiles.ts';
import type { Reference } from '../../reference/reference.ts';
import type { Steps } from '../../core/steps.ts';
import type { Tensor } from '../../core/tensor.ts';
import type { Match } from './findMistakes.ts';
import { mistakeOfProfile } from '../mistakes/precisionMistakes.ts';

/** The smallest share of elements beyond the call's own bound for which another precision is reported as the cause. */
const widespreadShare = 0.002;

/**
 * The precision whose rounding explains every element (the expected one if it does, otherwise the tightest), and its
 * match.
 */
export interface FoundPrecision {
  readonly profile: ProfileId | null;
  readonly match: Match | null;
}

/**
 * Finds out whether a precision other than the expected one, `own`, explains an output. The bounds of low precisions are
 * wide and may hide a bug in a few elements, so a precision is reported as the cause only if the errors are widespread.
 */
export function* findPrecision(
  actual: Tensor,
  call: Call,
  geometry: Geometry,
  reference: Reference,
  { own, comparison }: { readonly own: Profile; readonly comparison: Comparison },
): Steps<FoundPrecision> {
  const { maxAbs } = comparison;
  const { tightest, verdicts } = yield* explain(actual, call, geometry, reference);
  // An overflow of the expected precision's range is not a mistake.
  if (verdicts.some(({ id, explains }) => id === own.id && explains)) {
    return { profile: own.id, match: null };
  }
  const mistake = tightest === null ? null : mistakeOfProfile(tightest);
  if (tightest === null || mistake === null) return { profile: null, match: null };
  const detail = profileOf(tightest).title;
  // The call itself is correct, so all differences are rounding.
  const match = {
    mistakes: [mistake],
    detail,
    maxAbs: maxAbs?.value ?? 0,
    hypothesis: {
      detail,
      call,
      words: { what: 'computed in', yours: detail, required: call.dtype },
    },
  };
  return { profile: tightest, match: isWidespread(comparison) ? match : null };
}

/** Returns true if so many elements are beyond the expected bound that another precision may be the cause. */
export function isWidespread({ beyondBound, total }: Comparison): boolean {
  return (beyondBound?.count ?? 0) >= Math.min(total, Math.max(2, widespreadShare * total));
}
