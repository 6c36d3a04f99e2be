import type { Tensor } from '../core/tensor.ts';

/** The largest magnitude of a tensor's elements; NaN if one is NaN, 0 of an empty tensor. */
export function largestOf({ data }: Tensor): number {
  let largest = 0;
  for (const value of data) largest = Math.max(largest, Math.abs(value));
  return largest;
}
