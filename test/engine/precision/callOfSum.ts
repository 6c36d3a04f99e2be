import { type Call, defaultParams } from '../../../src/engine/core/call.ts';
import { type DType, tensorOf } from '../../../src/engine/core/tensor.ts';
import type { Factors } from './emulatedSums.ts';

/** Returns Σ w·x + bias as a call with one output element, one channel per term. */
export function callOfSum(terms: Factors, bias: number | null, dtype: DType = 'float32'): Call {
  const [w, x] = [terms.map(([factor]) => factor), terms.map(([, factor]) => factor)];
  return {
    dtype,
    input: tensorOf(dtype, [terms.length, 1, 1], x),
    weight: tensorOf(dtype, [terms.length, 1, 1, 1], w),
    bias: bias === null ? null : tensorOf(dtype, [1], [bias]),
    params: defaultParams,
  };
}
