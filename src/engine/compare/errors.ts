import type { FormatName } from '../rounding/formats.ts';
import { ulp } from '../rounding/ulp.ts';
import type { Tolerance } from './comparison.ts';

/** actual − expected, in float64; 0 for equal values, equal infinities included; NaN if either is NaN. */
export function signedError(actual: number, expected: number): number {
  return actual === expected ? 0 : actual - expected;
}

/** |actual − expected|, with the rules of {@link signedError}. */
export function absError(actual: number, expected: number): number {
  return Math.abs(signedError(actual, expected));
}

/** |actual − expected| ÷ |expected|; 0 for equal values, Infinity if only `expected` is 0. */
export function relError(actual: number, expected: number): number {
  return actual === expected ? 0 : absError(actual, expected) / Math.abs(expected);
}

/**
 * |actual − expected| in units in the last place of a format at `expected`; 0 for equal values. Not a whole number if
 * `expected` is more precise than the format, as the float64 reference is.
 */
export function ulpError(actual: number, expected: number, format: FormatName): number {
  return actual === expected ? 0 : absError(actual, expected) / ulp(expected, format);
}

/** Returns true if two values are equal: the same number, infinities included, or both NaN if `equalNan`. */
export function areEqual(actual: number, expected: number, { equalNan }: Tolerance): boolean {
  return actual === expected || (equalNan && Number.isNaN(actual) && Number.isNaN(expected));
}

/**
 * An absolute error ÷ its rounding bound: above 1 it is more than rounding. 0/0 is 0, x/0 is Infinity, and a finite
 * error ÷ an infinite bound is 0.
 */
export function boundRatio(absError: number, bound: number): number {
  return absError === 0 ? 0 : absError / bound;
}

/** The measures of an error: absolute, relative, in units in the last place, as a share of its bound. */
export const errorMeasures = ['abs', 'rel', 'ulp', 'bound'] as const;
export type ErrorMeasure = (typeof errorMeasures)[number];
