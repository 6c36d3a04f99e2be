import type { Tolerance } from '../comparison.ts';

/** Whether two values are equal: the same number, infinities included, or both NaN if NaN may equal NaN. */
export function equal(actual: number, expected: number, { equalNan }: Tolerance): boolean {
  return actual === expected || (equalNan && Number.isNaN(actual) && Number.isNaN(expected));
}

/** Whether two values are close, as `torch.isclose`: equal, or finitely apart by at most atol + rtol·|expected|. */
export function matches(actual: number, expected: number, tolerance: Tolerance): boolean {
  if (equal(actual, expected, tolerance)) return true;
  const error = Math.abs(actual - expected);
  return error <= tolerance.atol + Math.abs(tolerance.rtol * expected) && error < Infinity;
}
