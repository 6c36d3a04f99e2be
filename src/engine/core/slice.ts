import { elementCount, type Shape, type Tensor } from './tensor.ts';

/** The elements from place `at` on as a tensor of this shape: the same memory, not a copy. */
export function slice(tensor: Tensor, at: number, shape: Shape): Tensor {
  const end = at + elementCount(shape);
  return tensor.dtype === 'float32'
    ? { dtype: tensor.dtype, shape, data: tensor.data.subarray(at, end) }
    : { dtype: tensor.dtype, shape, data: tensor.data.subarray(at, end) };
}
