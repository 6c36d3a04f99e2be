import { zeros } from '../../core/tensor.ts';
import type { Hypothesis, OtherCall } from '../model/hypothesis.ts';
import type { Mistake } from '../model/mistake.ts';
import { predict } from './evaluate.ts';
import type { Match } from './findMistakes.ts';

/**
 * Returns the hypothesis that the mistakes of a match, in the same variants, were made with another call; for a pair,
 * the second mistake on top of the first. Returns null if a mistake does not apply to that call in the same variant.
 */
export function appliedTo({ mistakes, hypothesis, firstHypothesis }: Match, other: OtherCall): Hypothesis | null {
  const [first, second] = mistakes;
  if (first === undefined) return null;
  if (second === undefined || firstHypothesis === undefined) return sameVariant(first, hypothesis, other);
  const made = sameVariant(first, firstHypothesis, other);
  const prediction = made && predict(made);
  return prediction && sameVariant(second, hypothesis, { call: made.call, geometry: prediction.geometry });
}

/** Returns the variant of a mistake that has the detail of `variant`, for another call. */
export function sameVariant(mistake: Mistake, variant: Hypothesis, other: OtherCall): Hypothesis | null {
  if (variant.again !== undefined) return variant.again(other);
  // There is no output to fit such a mistake to.
  if (mistake.fromOutput === true) return null;
  const { outputShape } = other.geometry;
  const actual = zeros(other.call.dtype, outputShape);
  const reference = { dtype: 'float64', shape: outputShape, data: new Float64Array(actual.data.length) } as const;
  const target = { ...other, actual, reference };
  for (const hypothesis of mistake.hypotheses(target)) if (hypothesis.detail === variant.detail) return hypothesis;
  return null;
}
