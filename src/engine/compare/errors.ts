import type { FormatName } from '../rounding/formats.ts';
import { ulp } from '../rounding/ulp.ts';

/** actual − expected, in float64; 0 of equal values, equal infinities included; NaN where one is NaN. */
export function signedError(actual: number, expected: number): number {
  return actual === expected ? 0 : actual - expected;
}

/** |actual − expected|, as {@link signedError}. */
export function absError(actual: number, expected: number): number {
  return Math.abs(signedError(actual, expected));
}

/** |actual − expected| ÷ |expected|; 0 of equal values, Infinity where only `expected` is 0. */
export function relError(actual: number, expected: number): number {
  return actual === expected ? 0 : absError(actual, expected) / Math.abs(expected);
}

/**
 * |actual − expected| in units in the last place of a format at `expected`; 0 of equal values. Not
 * a whole number where `expected` is more precise than the format, as the float64 reference is.
 */
export function ulpError(actual: number, expected: number, format: FormatName): number {
  return actual === expected ? 0 : absError(actual, expected) / ulp(expected, format);
}
