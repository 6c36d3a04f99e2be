import { type Progress, progressOf } from '../core/progress.ts';
import type { Steps } from '../core/steps.ts';
import { type Tensor, zeros } from '../core/tensor.ts';
import { type FormatName, formats } from './formats.ts';

/** To the nearest number, of two equally near ones the even; or to the next one towards zero, as bits cut off do. */
export type RoundingMode = 'nearest' | 'truncate';

/**
 * `value` rounded once to a format, exactly as IEEE 754 (§4.3) defines it: through the subnormals
 * down to ±0, and to ±Infinity from half a unit in the last place above the largest number on.
 * Truncated, a finite number never becomes infinite. NaN stays NaN, −0 stays −0.
 */
export function roundTo(value: number, name: FormatName, mode: RoundingMode = 'nearest'): number {
  return rounderTo(name, mode)(value);
}

/** {@link roundTo} for many values. */
export function rounderTo(name: FormatName, mode: RoundingMode = 'nearest'): (value: number) => number {
  if (name === 'float64') return (value) => value;
  if (name === 'float32' && mode === 'nearest') return Math.fround;
  const { fractionBits, minExponent, largest } = formats[name];
  return (value) => {
    const size = Math.abs(value);
    // ±Infinity, NaN and ±0 are numbers of every format.
    if (!(size < Infinity) || size === 0) return value;
    const unit = 2 ** (Math.max(exponentOf(size), minExponent) - fractionBits);
    // A whole number of at most fractionBits + 1 bits, and a rest: dividing by a power of 2 is exact.
    const units = size / unit;
    const kept = mode === 'nearest' ? units + toWhole - toWhole : Math.floor(units);
    const rounded = kept * unit;
    const within = rounded <= largest ? rounded : mode === 'nearest' ? Infinity : largest;
    return value < 0 ? -within : within;
  };
}

/** Added to a number below 2²⁵ and taken away again, it leaves the nearest whole number, ties to even: float64's own rounding. */
const toWhole = 2 ** 52;

const bits = new DataView(new ArrayBuffer(8));

/** ⌊log₂ size⌋ of a normal float64; −1023 of a subnormal one, which lies below every narrower format's normal range. */
function exponentOf(size: number): number {
  bits.setFloat64(0, size);
  return (bits.getUint32(0) >>> 20) - 1023;
}

/** Whether a format has this number; ±Infinity and NaN belong to every one. */
export function isOf(value: number, name: FormatName): boolean {
  return Object.is(rounderTo(name)(value), value);
}

/** Elements between two looks at the progress. */
const atOnce = 2 ** 14;

/** Rounds every element of `from` into `to`, of the same length or longer; they may be the same array. */
export function* roundEach(
  from: Float32Array | Float64Array,
  to: Float32Array | Float64Array,
  name: FormatName,
  mode: RoundingMode = 'nearest',
  progress: Progress = progressOf(`Rounding to ${name}`, from.length),
): Steps<void> {
  const round = rounderTo(name, mode);
  for (let start = 0; start < from.length; start += atOnce) {
    const end = Math.min(start + atOnce, from.length);
    for (let at = start; at < end; at++) to[at] = round(from[at] as number);
    const step = progress.advance(end - start);
    if (step !== null) yield step;
  }
}

/** A tensor with every element rounded to a format: float32 numbers, which hold those of every format but float64's. */
export function* roundTensor(tensor: Tensor, name: FormatName, mode: RoundingMode = 'nearest'): Steps<Tensor> {
  const rounded = zeros(name === 'float64' ? 'float64' : 'float32', tensor.shape);
  yield* roundEach(tensor.data, rounded.data, name, mode);
  return rounded;
}
