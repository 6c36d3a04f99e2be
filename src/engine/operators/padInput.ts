import { flatIndexOf } from '../geometry/planeOffsets.ts';
import { planesOf } from '../core/planes.ts';
import { type Tensor, zeros } from '../core/tensor.ts';

/** Number of zeros to add on each side of a plane. A negative number crops instead. */
export interface Margins {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * Pads the last two axes with zeros, or crops where a margin is negative: `torch.nn.functional.pad(input, (left, right,
 * top, bottom))`. Each padded size must be ≥ 1.
 */
export function padInput(input: Tensor, { top, bottom, left, right }: Margins): Tensor {
  const { outer, count, height, width } = planesOf(input.shape);
  const wide = width + left + right;
  const high = height + top + bottom;
  const output = zeros(input.dtype, [...outer, high, wide]);
  const first = Math.max(0, -left);
  const last = Math.min(width, width + right);
  if (first >= last) return output;
  for (let plane = 0; plane < count; plane++) {
    for (let y = Math.max(0, -top); y < Math.min(height, height + bottom); y++) {
      const from = flatIndexOf(width, flatIndexOf(height, plane, y), 0);
      const to = flatIndexOf(wide, flatIndexOf(high, plane, y + top), left);
      output.data.set(input.data.subarray(from + first, from + last), to + first);
    }
  }
  return output;
}
