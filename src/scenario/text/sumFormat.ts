import type { DType } from '../../engine/core/tensor.ts';
import { formatExponent, formatFixed } from './format.ts';

/** Digits that tell any two numbers of a dtype apart. */
const digits: Readonly<Record<DType, number>> = { float32: 9, float64: 17 };
/** Fixed decimals are read more easily up to here, from 10⁹ down to 10⁻⁴. */
const mostDecimals = 3;
const mostWhole = 9;

/** How sums in sight of each other are written: all with the same decimals, enough to tell two of the largest apart. */
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
