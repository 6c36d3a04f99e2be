import { type Progress, progressOf } from '../core/progress.ts';
import type { Steps } from '../core/steps.ts';
import { type Tensor, zeros } from '../core/tensor.ts';
import { type FormatName, formats } from './formats.ts';

/**
 * `nearest`: to the nearest number, ties to even. `truncate`: to the next number towards zero, as if bits were cut off.
 */
export type RoundingMode = 'nearest' | 'truncate';

/**
 * Rounds `value` once to a format, exactly as IEEE 754 (§4.3) defines it: through the subnormals down to ±0, and to
 * ±Infinity from half a unit in the last place above the largest number on. If truncated, a finite number never becomes
 * infinite. NaN stays NaN, −0 stays −0.
 */
export function roundTo(value: number, name: FormatName, mode: RoundingMode = 'nearest'): number {
  return rounderTo(name, mode)(value);
}

/** Returns {@link roundTo} for one format, to be applied to many values. */
export function rounderTo(name: FormatName, mode: RoundingMode = 'nearest'): (value: number) => number {
  if (name === 'float64') return (value) => value;
  if (name === 'float32' && mode === 'nearest') return Math.fround;
  const { fractionBits, minExponent, largest } = formats[name];
  return (value) => {
    const magnitude = Math.abs(value);
    // Every format has ±Infinity, NaN and ±0.
    if (!(magnitude < Infinity) || magnitude === 0) return value;
    const unit = 2 ** (Math.max(exponentOf(magnitude), minExponent) - fractionBits);
    // An integer of at most fractionBits + 1 bits, and a remainder: dividing by a power of 2 is exact.
    const units = magnitude / unit;
    const wholeUnits = mode === 'nearest' ? units + wholeNumberShift - wholeNumberShift : Math.floor(units);
    const rounded = wholeUnits * unit;
    const limited = rounded <= largest ? rounded : mode === 'nearest' ? Infinity : largest;
    return value < 0 ? -limited : limited;
  };
}

/**
 * Adding this to a number below 2²⁵ and subtracting it again leaves the nearest integer, ties to even: float64's own
 * rounding.
 */
const wholeNumberShift = 2 ** 52;

const bits = new DataView(new ArrayBuffer(8));

/**
 * Returns ⌊log₂ size⌋ for a normal float64, and −1023 for a subnormal one, which lies below every narrower format's
 * normal range.
 */
function exponentOf(size: number): number {
  bits.setFloat64(0, size);
  return (bits.getUint32(0) >>> 20) - 1023;
}

/** Returns true if a format represents this number exactly; every format has ±Infinity and NaN. */
export function isRepresentable(value: number, name: FormatName): boolean {
  return Object.is(rounderTo(name)(value), value);
}

/** Elements rounded between two progress steps. */
const elementsPerStep = 2 ** 14;

/** Rounds every element of `from` into `to`, which must be at least as long; they may be the same array. */
export function* roundEach(
  from: Float32Array | Float64Array,
  to: Float32Array | Float64Array,
  name: FormatName,
  mode: RoundingMode = 'nearest',
  progress: Progress = progressOf(`Rounding to ${name}`, from.length),
): Steps<void> {
  const round = rounderTo(name, mode);
  for (let start = 0; start < from.length; start += elementsPerStep) {
    const end = Math.min(start + elementsPerStep, from.length);
    for (let at = start; at < end; at++) to[at] = round(from[at] as number);
    const step = progress.advance(end - start);
    if (step !== null) yield step;
  }
}

/**
 * Rounds every element of a tensor to a format. The result is float32, which holds every format's numbers except
 * float64's.
 */
export function* roundTensor(tensor: Tensor, name: FormatName, mode: RoundingMode = 'nearest'): Steps<Tensor> {
  const rounded = zeros(name === 'float64' ? 'float64' : 'float32', tensor.shape);
  yield* roundEach(tensor.data, rounded.data, name, mode);
  return rounded;
}
