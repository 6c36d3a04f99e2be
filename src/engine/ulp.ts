import type { DType } from './tensor.ts';

const bits = new DataView(new ArrayBuffer(8));

/**
 * Unit in the last place: the distance from |value|, rounded to `dtype`, to the next larger number
 * of that dtype. Below the normal range it is the smallest subnormal (2⁻¹⁴⁹ or 2⁻¹⁰⁷⁴); beyond the
 * largest number that number's; NaN where `value` is not finite.
 */
export function ulp(value: number, dtype: DType): number {
  if (!Number.isFinite(value)) return NaN;
  if (dtype === 'float64') return Math.max(powerBelow(value) * 2 ** -52, Number.MIN_VALUE);
  const power = Math.min(powerBelow(Math.fround(value)), 2 ** 127);
  return Math.max(power * 2 ** -23, 2 ** -149);
}

/** The largest power of 2 that is at most |value|; 0 below float64's normal range, Infinity at Infinity. */
function powerBelow(value: number): number {
  bits.setFloat64(0, value);
  bits.setUint32(0, bits.getUint32(0) & 0x7ff00000);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}
