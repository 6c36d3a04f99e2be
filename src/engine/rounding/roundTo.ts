import { type Progress, progressOf } from '../core/progress.ts';
import type { Steps } from '../core/steps.ts';
import { type Tensor, zeros } from '../core/tensor.ts';
import { type FormatName, formats } from './formats.ts';

/** `nearest` rounds to the nearest number, ties to even. `truncate` rounds towards zero, as if bits were cut off. */
export type RoundingMode = 'nearest' | 'truncate';

/**
 * Rounds `value` once to a format, as IEEE 754 (§4.3) defines it. Small numbers become subnormal or ±0. To nearest, a
 * number at least half a unit in the last place above the largest becomes ±Infinity; truncated, a finite number never
 * does. NaN stays NaN, and −0 stays −0.
 */
export function roundTo(value: number, name: FormatName, mode: RoundingMode = 'nearest'): number {
  return rounderTo(name, mode)(value);
}

/** Returns the function that rounds a value as {@link roundTo} does. Faster for many values of one format. */
export function rounderTo(name: FormatName, mode: RoundingMode = 'nearest'): (value: number) => number {
  if (name === 'float64') return (value) => value;
  if (name === 'float32' && mode === 'nearest') return Math.fround;
  const { fractionBits, minExponent, largest } = formats[name];
  return (value) => {
    const magnitude = Math.abs(value);
    // ±Infinity, NaN and ±0 exist in every format.
    if (!(magnitude < Infinity) || magnitude === 0) return value;
    const unit = 2 ** (Math.max(exponentOf(magnitude), minExponent) - fractionBits);
    // Dividing by a power of 2 is exact. The integer part has at most fractionBits + 1 bits.
    const units = magnitude / unit;
    const wholeUnits = mode === 'nearest' ? units + wholeNumberShift - wholeNumberShift : Math.floor(units);
    const rounded = wholeUnits * unit;
    const limited = rounded <= largest ? rounded : mode === 'nearest' ? Infinity : largest;
    return value < 0 ? -limited : limited;
  };
}

/**
 * 2⁵². Adding and then subtracting it rounds a number below 2²⁵ to the nearest integer, ties to even, because float64
 * has no fraction bits left in the sum.
 */
const wholeNumberShift = 2 ** 52;

const bits = new DataView(new ArrayBuffer(8));

/**
 * Returns ⌊log₂ size⌋ if `size` is a normal float64. Returns −1023 if it is subnormal, which is below the normal range
 * of every narrower format.
 */
function exponentOf(size: number): number {
  bits.setFloat64(0, size);
  return (bits.getUint32(0) >>> 20) - 1023;
}

/** Rounds to the nearest integer, ties to even, as PyTorch's round() and ONNX's QuantizeLinear do. */
export function roundToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** Returns true if a format represents this number exactly. ±Infinity and NaN exist in every format. */
export function isRepresentable(value: number, name: FormatName): boolean {
  return Object.is(rounderTo(name)(value), value);
}

/** Returns true if a format represents all of these numbers exactly. */
export function areRepresentable(values: Float32Array | Float64Array, name: FormatName): boolean {
  const round = rounderTo(name);
  return values.every((value) => Object.is(round(value), value));
}

/** Number of elements that are rounded between two progress steps. */
const elementsPerStep = 2 ** 14;

/**
 * Rounds every element of `from` and writes the results to `to`, which must be at least as long. Both may be the same
 * array.
 */
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
 * Rounds every element of a tensor to a format. The result is a float32 tensor, because every format except float64 is
 * a subset of float32.
 */
export function* roundTensor(tensor: Tensor, name: FormatName, mode: RoundingMode = 'nearest'): Steps<Tensor> {
  const rounded = zeros(name === 'float64' ? 'float64' : 'float32', tensor.shape);
  yield* roundEach(tensor.data, rounded.data, name, mode);
  return rounded;
}
