import type { DType } from '../../engine/core/tensor.ts';
import { formatExponent, formatFixed } from './format.ts';

/** Significant digits that distinguish any two numbers of a dtype. */
const digits: Readonly<Record<DType, number>> = { float32: 9, float64: 17 };
/** Fixed decimals are used for sizes from 10⁻³ to 10⁹, which are easier to read without an exponent. */
const mostDecimals = 3;
const mostWhole = 9;

/**
 * Returns a function that writes the sums shown together with the same number of decimals, enough to distinguish the
 * largest of them from its neighbours.
 */
export function sumFormat(values: Iterable<number>, dtype: DType): (value: number) => string {
  let most = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > most && size !== Infinity) most = size;
  }
  const power = most > 0 ? Math.floor(Math.log10(most)) : 0;
  const all = digits[dtype];
  if (power < -mostDecimals || power >= mostWhole) return (value) => formatExponent(value, all - 1);
  return (value) => formatFixed(value, Math.max(0, all - 1 - power));
}
