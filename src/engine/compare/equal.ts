import type { Tolerance } from './comparison.ts';

/** Whether two values are equal: the same number, infinities included, or both NaN if NaN may equal NaN. */
export function equal(actual: number, expected: number, { equalNan }: Tolerance): boolean {
  return actual === expected || (equalNan && Number.isNaN(actual) && Number.isNaN(expected));
}
