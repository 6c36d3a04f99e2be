import type { FormatName } from '../rounding/formats.ts';
import { ulp } from '../rounding/ulp.ts';
import type { Tolerance } from './comparison.ts';

/** Returns actual − expected in float64; 0 if the values are equal, also for equal infinities; NaN if either is NaN. */
export function signedError(actual: number, expected: number): number {
  return actual === expected ? 0 : actual - expected;
}

/** Returns |actual − expected|, with the rules of {@link signedError}. */
export function absError(actual: number, expected: number): number {
  return Math.abs(signedError(actual, expected));
}

/** Returns |actual − expected| ÷ |expected|; 0 if the values are equal, Infinity if only `expected` is 0. */
export function relError(actual: number, expected: number): number {
  return actual === expected ? 0 : absError(actual, expected) / Math.abs(expected);
}

/**
 * Returns |actual − expected| ÷ ulp(expected), the error in units in the last place of a format; 0 if the values are
 * equal. The result need not be an integer, because `expected` may be more precise than the format (the reference is
 * float64).
 */
export function ulpError(actual: number, expected: number, format: FormatName): number {
  return actual === expected ? 0 : absError(actual, expected) / ulp(expected, format);
}

/** Returns true if two values are equal: the same number, infinities included, or both NaN if `equalNan`. */
export function areEqual(actual: number, expected: number, { equalNan }: Tolerance): boolean {
  return actual === expected || (equalNan && Number.isNaN(actual) && Number.isNaN(expected));
}

/**
 * Returns an absolute error ÷ its rounding bound. If the result exceeds 1, rounding alone cannot explain the error. 0/0
 * is 0, x/0 is Infinity, and a finite error ÷ an infinite bound is 0.
 */
export function boundRatio(absError: number, bound: number): number {
  return absError === 0 ? 0 : absError / bound;
}

/**
 * The ways to measure an error: absolute, relative, in units in the last place, and as a multiple of its rounding
 * bound.
 */
export const errorMeasures = ['abs', 'rel', 'ulp', 'bound'] as const;
export type ErrorMeasure = (typeof errorMeasures)[number];
