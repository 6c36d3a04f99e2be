import type { Mt19937 } from '../fills/mt19937.ts';
import type { Steps } from '../core/steps.ts';
import { elementCount, type Float64Tensor, type Shape } from '../core/tensor.ts';

const elementsPerStep = 2 ** 18;

/**
 * Draws random numbers of either sign with magnitudes uniform between `largest`/2 and `largest`. No number is so small
 * that an error in the value it multiplies could stay unseen.
 */
export function* randomTensor(shape: Shape, random: Mt19937, largest: number): Steps<Float64Tensor> {
  const data = new Float64Array(elementCount(shape));
  for (let i = 0; i < data.length; i++) {
    const word = random.uint32();
    const magnitude = largest * ((2 ** 31 + (word >>> 1)) / 2 ** 32);
    data[i] = word % 2 === 0 ? magnitude : -magnitude;
    if (i % elementsPerStep === 0) yield { stage: 'Random numbers', done: i, total: data.length };
  }
  return { dtype: 'float64', shape, data };
}
