import type { Steps } from '../../core/steps.ts';
import { agreementText, predictionsAgree, relationBetween } from '../../diagnose/search/ambiguity.ts';
import { specialProperties } from '../../diagnose/search/specialProperties.ts';
import type { GradientTarget } from '../mistakes/gradientMistake.ts';
import type { GradientCall } from '../sums/gradientCall.ts';
import { rightPlan } from '../sums/gradientPlan.ts';
import { type GradientHypothesis, type GradientPrediction, predictGradient } from '../sums/predictGradient.ts';
import type { GradientMatch } from './gradientMatch.ts';
import { planOfShape } from './planOfShape.ts';

const gradOutputProperties = specialProperties.input.map(({ words, enforced }) => ({
  words: words.replace('the input', 'gy'),
  enforced,
}));

/** Explains why several matches give the same gradient; see {@link agreementText}. Returns null if there are not several. */
export function* whyGradientAmbiguous(target: GradientTarget, matches: readonly GradientMatch[]): Steps<string | null> {
  if (matches.length < 2) return null;
  const { call } = target;
  const { gradOutput, factor } = call;
  const other = call.of === 'input' ? 'weight' : 'input';
  const tensors = [
    { name: 'gy', tensor: gradOutput, properties: gradOutputProperties },
    ...(factor === null ? [] : [{ name: other, tensor: factor, properties: specialProperties[other] }]),
  ];
  return yield* agreementText(matches, (best, second) =>
    relationBetween(tensors, (replaced) => {
      const changed: GradientCall = {
        ...call,
        gradOutput: replaced.get('gy') ?? gradOutput,
        factor: replaced.get(other) ?? factor,
      };
      return predictionsAgree(appliedToGradient(best, target, changed), appliedToGradient(second, target, changed));
    }),
  );
}

/** Returns what a match predicts for the same gradient of other tensors; null if it does not apply to them. */
export function appliedToGradient(
  match: GradientMatch,
  target: GradientTarget,
  call: GradientCall,
): GradientPrediction | null {
  const [first, second] = match.mistakes;
  const changed = { ...target, call };
  const plan =
    first !== undefined && 'part' in first && first.part !== 'layout' ? planOfShape(changed) : rightPlan(call);
  const find = (of: typeof first, from: typeof plan, wanted: GradientHypothesis): GradientHypothesis | null => {
    if (wanted.again !== undefined) return wanted.again(from);
    if (of === undefined || !('part' in of)) return null;
    for (const made of of.hypotheses(from, changed)) if (made.detail === wanted.detail) return made;
    return null;
  };
  const { hypothesis, firstHypothesis } = match;
  if (second === undefined || firstHypothesis === undefined) {
    const made = find(first, plan, hypothesis);
    return made && predictGradient(made, target.rounding);
  }
  const before = find(first, plan, firstHypothesis);
  // A factor keeps the plan of the first mistake.
  const made =
    before && (hypothesis.scale === undefined ? find(second, before.plan, hypothesis) : scaledAs(before, hypothesis));
  return made && predictGradient(made, target.rounding);
}

function scaledAs(before: GradientHypothesis, { scale, scaleError }: GradientHypothesis): GradientHypothesis {
  return { ...before, ...(scale === undefined ? {} : { scale }), ...(scaleError === undefined ? {} : { scaleError }) };
}
