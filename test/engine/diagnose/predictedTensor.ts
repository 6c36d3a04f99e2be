import type { Steps } from '../../../src/engine/steps.ts';
import { type Float64Tensor, zeros } from '../../../src/engine/tensor.ts';
import { predict } from '../../../src/engine/diagnose/evaluate.ts';
import type { Hypothesis } from '../../../src/engine/diagnose/hypothesis.ts';
import { wholeDistance } from '../../../src/engine/diagnose/measure.ts';

/** Everything that a hypothesis predicts, in float64; null where its call is not legal. */
export function* predictedTensor(hypothesis: Hypothesis): Steps<Float64Tensor | null> {
  const prediction = predict(hypothesis);
  if (prediction === null) return null;
  return (yield* wholeDistance({ actual: zeros('float32', [0]) }, prediction, [])).predicted;
}
