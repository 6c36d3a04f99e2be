import type { Tolerance } from './comparison.ts';
import type { Tensor } from '../core/tensor.ts';
import { areEqual } from './errors.ts';

/** Returns true if two values differ by more than the tolerance allows. */
export function isMismatch(actual: number, expected: number, tolerance: Tolerance): boolean {
  if (areEqual(actual, expected, tolerance)) return false;
  const error = Math.abs(actual - expected);
  // NaN, or an infinity on one side, is outside every tolerance.
  if (!(error < Infinity)) return true;
  return error > tolerance.atol + tolerance.rtol * Math.abs(expected);
}

/**
 * Returns the flat index of the next mismatch after `from` (or, if `by` is −1, the previous one), wrapping around; null
 * if there is none.
 */
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
