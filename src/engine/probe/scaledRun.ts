import { largestOf } from '../certificates/largestOf.ts';
import type { Tensor } from '../core/tensor.ts';

/** An element whose value does not follow from other runs, although the implementation's output is linear if it is a sum of products. */
export interface NonLinear {
  readonly at: number;
  /** The value in the first run. */
  readonly before: number;
  /** The value that the other run would have if the output were linear. */
  readonly expected: number;
  readonly actual: number;
}

/** The factors of input, weight and bias in the second run: powers of two, which no rounding disturbs, and a sign. */
export const scaledBy = { input: -4, weight: 2, bias: -8 } as const;
/** The factor of the output. */
const outputFactor = -8;

/** How far a value may be from the scaled one, as a share of the largest value: coarser than any precision. */
const allowedShare = 0.02;

/**
 * Compares a run on scaled tensors with the first; returns the element that is furthest from linear, or null.
 * `constant` is what each element of an image is without input, weight and bias; null for zeros.
 */
export function nonLinearElement(first: Tensor, scaled: Tensor, constant: Float64Array | null): NonLinear | null {
  const largest = largestOf(first);
  let found: NonLinear | null = null;
  let worst = allowedShare * largest * Math.abs(outputFactor);
  first.data.forEach((before, at) => {
    const offset = constant === null ? 0 : (constant[at % constant.length] as number);
    const expected = outputFactor * (before - offset) + offset;
    const actual = scaled.data[at] as number;
    const off = Math.abs(actual - expected);
    if (off > worst || Number.isNaN(actual) !== Number.isNaN(before)) {
      worst = off;
      found = { at, before, expected, actual };
    }
  });
  return found;
}
