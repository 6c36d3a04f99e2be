import type { Tensor } from '../core/tensor.ts';

/** Returns the largest magnitude of a tensor's elements; NaN if one is NaN, 0 if the tensor is empty. */
export function largestOf({ data }: Tensor): number {
  let largest = 0;
  for (const value of data) largest = Math.max(largest, Math.abs(value));
  return largest;
}
