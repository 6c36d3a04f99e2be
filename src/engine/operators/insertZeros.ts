import type { Pair } from '../core/call.ts';
import { insertedSizeOf } from '../geometry/geometry.ts';
import { flatIndexOf } from '../geometry/planeOffsets.ts';
import { planesOf } from '../core/planes.ts';
import { type Tensor, zeros } from '../core/tensor.ts';

/**
 * Inserts stride − 1 zeros between neighbouring elements along the last two axes: (…, H, W) → (…, (H − 1)·stride + 1,
 * (W − 1)·stride + 1). Needs at least two axes and a stride ≥ 1. An axis of size 0 stays empty.
 */
export function insertZeros(input: Tensor, stride: Pair): Tensor {
  const { outer, count, height, width } = planesOf(input.shape);
  const wide = insertedSizeOf(width, stride[1]);
  const high = insertedSizeOf(height, stride[0]);
  const output = zeros(input.dtype, [...outer, high, wide]);
  for (let plane = 0; plane < count; plane++) {
    for (let y = 0; y < height; y++) {
      const from = flatIndexOf(width, flatIndexOf(height, plane, y), 0);
      const to = flatIndexOf(wide, flatIndexOf(high, plane, y * stride[0]), 0);
      for (let x = 0; x < width; x++) {
        output.data[to + x * stride[1]] = input.data[from + x] as number;
      }
    }
  }
  return output;
}
