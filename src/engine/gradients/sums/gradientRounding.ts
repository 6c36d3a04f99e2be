import { elementBoundsOf } from '../../precision/elementBound.ts';
import { enteringRoundingOf } from '../../precision/enteringRounding.ts';
import { mayBe, sumOutcomes } from '../../precision/nonFiniteOutcomes.ts';
import type { Profile } from '../../precision/profiles.ts';
import { elementBound } from '../../rounding/bound.ts';
import { largestFinite } from '../../rounding/largestFactors.ts';
import type { Steps } from '../../core/steps.ts';
import { tensorOf } from '../../core/tensor.ts';
import { type GradientPlan, sumsOf } from './gradientPlan.ts';
import { type Sum, termReader } from './planeSums.ts';

/**
 * The rounding of a gradient in a precision. A gradient's element is a sum of K products, as an output's element is:
 * K = Cout/groups · (the taps that reach a row of gy) for the input's, N · (the positions at which the tap meets gy) for
 * the weight's, N · Ho · Wo for the bias's, whose second factors are 1. The bounds of rounding/bound.ts and
 * precision/profileBound.ts therefore hold, with gy in place of x and the other factor in place of w, without a bias: for
 * any order of summation, and one rounding as the sum is stored.
 */
export interface GradientRounding {
  /** Returns how far a correct gradient may be from a sum that was computed in float64. */
  readonly bound: (sum: Sum) => number;
  /** u, the unit roundoff of the stored format. */
  readonly roundoff: number;
  /** Returns true if a correct computation may give an element this value, which is not finite. */
  readonly mayBe: (at: number, value: number) => boolean;
}

/** Returns the {@link GradientRounding} of the right gradient, and of mistaken ones of the same tensors. */
export function* gradientRoundingOf(plan: GradientPlan, profile: Profile): Steps<GradientRounding> {
  const { dtype, gradOutput, geometry, factor: other } = plan.call;
  const factor = other ?? tensorOf(dtype, [1], [1]);
  const entering = yield* enteringRoundingOf(
    { dtype, input: gradOutput, weight: factor, bias: null, params: geometry.params },
    profile,
  );
  const largest = {
    inputs: largestFinite(gradOutput, 0, gradOutput.data.length),
    weights: largestFinite(factor, 0, factor.data.length),
  };
  const bounds = elementBoundsOf({ entering, profile, dtype, summed: 'float64' });
  const outcomesOf = sumOutcomes(profile, bounds);
  const termsOf = termReader(sumsOf(plan));
  return {
    bound:
      profile.id === dtype
        ? ({ magnitude, terms }) => elementBound(magnitude, terms, dtype)
        : ({ value, magnitude, terms }) => bounds.bound({ value, magnitude, terms, bias: null, largest }),
    roundoff: profile.output.roundoff,
    mayBe: (at, value) => {
      const { count, each } = termsOf(at);
      return mayBe(outcomesOf({ eachProduct: each, bias: null, terms: count, largest }), value);
    },
  };
}
