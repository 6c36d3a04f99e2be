import { flatIndexOf } from '../geometry/planeOffsets.ts';
import { planesOf } from '../core/planes.ts';
import { type Tensor, tensorOf } from '../core/tensor.ts';

/**
 * Rotates every kernel by 180°: reverses both of the last two axes, (…, kH, kW) → the same shape; `torch.flip(weight,
 * (-2, -1))`.
 */
export function rotate180(weight: Tensor): Tensor {
  const { count, height, width } = planesOf(weight.shape);
  const rotated = tensorOf(weight.dtype, weight.shape, weight.data);
  // To reverse both axes of a row-major plane, reverse the order of its elements.
  for (let plane = 0; plane < count; plane++) {
    const from = flatIndexOf(height * width, plane, 0);
    rotated.data.subarray(from, from + height * width).reverse();
  }
  return rotated;
}
