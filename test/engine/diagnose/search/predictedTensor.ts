import type { Steps } from '../../../../src/engine/core/steps.ts';
import { type Float64Tensor, zeros } from '../../../../src/engine/core/tensor.ts';
import { predict } from '../../../../src/engine/diagnose/search/evaluate.ts';
import type { Hypothesis } from '../../../../src/engine/diagnose/model/hypothesis.ts';
import { wholeDistance } from '../../../../src/engine/diagnose/search/measure.ts';

/** Everything that a hypothesis predicts, in float64; null where its call is not legal. */
export function* predictedTensor(hypothesis: Hypothesis): Steps<Float64Tensor | null> {
  const prediction = predict(hypothesis);
  if (prediction === null) return null;
  return (yield* wholeDistance({ actual: zeros('float32', [0]) }, prediction, [])).predicted;
}
