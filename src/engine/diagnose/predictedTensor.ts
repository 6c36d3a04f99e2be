import type { Steps } from '../steps.ts';
import { elementCount, type Float64Tensor } from '../tensor.ts';
import { predict } from './evaluate.ts';
import type { Hypothesis } from './hypothesis.ts';

/** Elements between two steps. */
const elementsPerStep = 2 ** 14;

/** Everything that a hypothesis predicts, in float64; null where its call is not legal. */
export function* predictedTensor(hypothesis: Hypothesis): Steps<Float64Tensor | null> {
  const prediction = predict(hypothesis);
  if (prediction === null) return null;
  const { shape } = prediction;
  const read = yield* prediction.whole();
  const data = new Float64Array(elementCount(shape));
  for (let at = 0; at < data.length; at++) {
    if (at % elementsPerStep === 0) yield { stage: 'Hypothesis', done: at, total: data.length };
    data[at] = read(at).value;
  }
  return { dtype: 'float64', shape, data };
}
