import { signedError } from '../../../src/engine/compare/errors.ts';
import type { Float64Tensor, Tensor } from '../../../src/engine/core/tensor.ts';

/** Returns the signed errors, actual − expected, in float64 and in the shape of `actual`. */
export function differenceOf(actual: Tensor, expected: Float64Tensor): Float64Tensor {
  const data = Float64Array.from(expected.data, (value, i) => signedError(actual.data[i] as number, value));
  return { dtype: 'float64', shape: actual.shape, data };
}
