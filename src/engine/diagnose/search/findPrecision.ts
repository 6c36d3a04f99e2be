import type { Call } from '../../core/call.ts';
import type { Comparison } from '../../compare/comparison.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { explain } from '../../precision/explain.ts';
import { isEmulated, type Profile, type ProfileId, profileOf } from '../../precision/profiles.ts';
import type { Reference } from '../../reference/reference.ts';
import type { Steps } from '../../core/steps.ts';
import type { Tensor } from '../../core/tensor.ts';
import type { Match } from './findMistakes.ts';
import { mistakeOfProfile } from '../mistakes/precisionMistakes.ts';

/** Share of the elements that are beyond the call's own bound where the cause is another precision throughout. */
const share = 0.002;

/** The precision whose rounding explains every element, the expected one first, else the tightest; and it as a match. */
export interface FoundPrecision {
  readonly profile: ProfileId | null;
  readonly match: Match | null;
}

/**
 * Whether another precision than the expected one, `own`, explains an output. The bounds of low precisions are wide: a bug in
 * some few elements may hide in them. A precision is only named as the cause where the errors are widespread.
 */
export function* findPrecision(
  actual: Tensor,
  call: Call,
  geometry: Geometry,
  reference: Reference,
  { own, comparison }: { readonly own: Profile; readonly comparison: Comparison },
): Steps<FoundPrecision> {
  const { beyondBound, maxAbs, total } = comparison;
  const { tightest, verdicts } = yield* explain(actual, call, geometry, reference);
  // What overflows the narrow range of an emulated precision is no mistake.
  if (isEmulated(own.id) && verdicts.some(({ id, explains }) => id === own.id && explains)) {
    return { profile: own.id, match: null };
  }
  const mistake = tightest === null || tightest === own.id ? null : mistakeOfProfile(tightest);
  if (tightest === null || mistake === null) return { profile: null, match: null };
  const isWidespread = (beyondBound?.count ?? 0) >= Math.min(total, Math.max(2, share * total));
  const detail = profileOf(tightest).title;
  // The values are the call's own: what is left of them is the rounding.
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
  return { profile: tightest, match: isWidespread ? match : null };
}
