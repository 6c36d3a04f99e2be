import { type FormatName, formats } from './formats.ts';
import { rounderTo } from './roundTo.ts';

const bits = new DataView(new ArrayBuffer(8));

/**
 * Returns the unit in the last place: the distance from |value|, rounded to a format, to the next larger number of the
 * format. If |value| is below the normal range, this is the smallest subnormal (2⁻¹⁴⁹ for float32, 2⁻¹⁰⁷⁴ for float64).
 * If |value| exceeds the largest number, returns the unit of the largest number. If `value` is not finite, returns NaN.
 */
export function ulp(value: number, format: FormatName): number {
  if (!Number.isFinite(value)) return NaN;
  const { fractionBits, largest, smallestSubnormal } = formats[format];
  const rounded = format === 'float64' ? value : rounders[format](value);
  const powerOfTwo = Math.min(powerBelow(rounded), powerBelow(largest));
  return Math.max(powerOfTwo * 2 ** -fractionBits, smallestSubnormal);
}

const rounders = {
  float32: rounderTo('float32'),
  tf32: rounderTo('tf32'),
  bfloat16: rounderTo('bfloat16'),
  float16: rounderTo('float16'),
};

/**
 * Returns the largest power of 2 that is at most |value|. Returns 0 if |value| is 0 or subnormal in float64, and
 * Infinity if |value| is infinite.
 */
function powerBelow(value: number): number {
  bits.setFloat64(0, value);
  bits.setUint32(0, bits.getUint32(0) & 0x7ff00000);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}
