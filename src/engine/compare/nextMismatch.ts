import type { Tolerance } from './comparison.ts';
import type { Tensor } from '../core/tensor.ts';
import { equal } from './equal.ts';

/** Whether two values are further apart than the tolerance allows: what a comparison counts as a mismatch. */
export function isMismatch(actual: number, expected: number, tolerance: Tolerance): boolean {
  if (equal(actual, expected, tolerance)) return false;
  const error = Math.abs(actual - expected);
  // NaN, and an infinity on one side, are within nothing.
  if (!(error < Infinity)) return true;
  return error > tolerance.atol + tolerance.rtol * Math.abs(expected);
}

/** Flat index of the next (or, by −1, the previous) mismatch after `from`, going round; null if there is none. */
export function nextMismatch(
  actual: Tensor,
  expected: Tensor,
  tolerance: Tolerance,
  from: number,
  by: 1 | -1,
): number | null {
  const total = actual.data.length;
  for (let step = 1; step <= total; step++) {
    const at = (((from + by * step) % total) + total) % total;
    const [a, e] = [actual.data[at] as number, expected.data[at] as number];
    if (isMismatch(a, e, tolerance)) return at;
  }
  return null;
}
