import type { Comparison } from '../../compare/comparison.ts';
import type { Steps } from '../../core/steps.ts';
import { mistakeOfProfile } from '../../diagnose/mistakes/precisionMistakes.ts';
import { isWidespread } from '../../diagnose/search/findPrecision.ts';
import type { Tensor } from '../../core/tensor.ts';
import { type Profile, type ProfileId, profiles } from '../../precision/profiles.ts';
import { formats } from '../../rounding/formats.ts';
import { rounderTo } from '../../rounding/roundTo.ts';
import { type GradientRounding, gradientRoundingOf } from '../sums/gradientRounding.ts';
import type { KnownPlan } from './findGradientMistakes.ts';
import type { GradientMatch } from './gradientMatch.ts';

/** Elements between two progress steps. */
const elementsPerStep = 2 ** 13;

/**
 * Finds out whether the rounding of a precision explains a gradient that the comparison calls wrong: the expected one,
 * whose overflows are no mistake, or else the tightest other one, as a match: of a narrower format if all values are of it.
 */
export function* findGradientPrecision(
  actual: Tensor,
  { plan, read }: KnownPlan,
  { own, comparison }: { readonly own: Profile; readonly comparison: Comparison },
): Steps<{ readonly profile: ProfileId | null; readonly match: GradientMatch | null }> {
  const explaining: Profile[] = [];
  for (const profile of profiles) {
    const rounding = yield* gradientRoundingOf(plan, profile);
    if (yield* explains(profile, rounding, actual, read)) explaining.push(profile);
  }
  if (explaining.includes(own)) return { profile: own.id, match: null };
  // That every value is a number of a narrower format is no coincidence, however wide the bounds of the others are.
  const ownBits = formats[own.output.format].fractionBits;
  const tightest = explaining.find(({ output }) => formats[output.format].fractionBits < ownBits) ?? explaining[0];
  const mistake = tightest === undefined ? null : mistakeOfProfile(tightest.id);
  if (tightest === undefined || mistake === null) return { profile: null, match: null };
  const detail = tightest.title;
  const maxAbs = comparison.maxAbs?.value ?? 0;
  const match = { mistakes: [mistake], detail, maxAbs, hypothesis: { detail, plan } };
  return { profile: tightest.id, match: isWidespread(comparison) ? match : null };
}

/** Returns true if the rounding of a profile explains every element. */
function* explains(
  { output, title }: Profile,
  rounding: GradientRounding,
  actual: Tensor,
  read: KnownPlan['read'],
): Steps<boolean> {
  const round = rounderTo(output.format);
  const total = actual.data.length;
  for (let at = 0; at < total; at++) {
    if (at % elementsPerStep === 0) yield { stage: `Explained by ${title}?`, done: at, total };
    const value = actual.data[at] as number;
    const sum = read(at);
    const fits =
      Number.isFinite(value) && Number.isFinite(sum.value)
        ? round(value) === value && Math.abs(value - sum.value) <= rounding.bound(sum)
        : rounding.mayBe(at, value);
    if (!fits) return false;
  }
  return true;
}
