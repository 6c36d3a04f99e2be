import type { Call } from '../core/call.ts';
import { rounderTo } from './roundTo.ts';
import type { DType } from '../core/tensor.ts';

/** The formats that products and sums can be rounded to; float16 numbers are held in float32 tensors. */
export type Arithmetic = DType | 'float16';

/** Returns the format that a call's products and sums are rounded to. */
export function arithmeticOf({ dtype, emulated }: Pick<Call, 'dtype' | 'emulated'>): Arithmetic {
  return emulated?.sums ?? dtype;
}

/**
 * Returns the rounding of one product or sum. float64 holds the product of two float32 or float16 numbers exactly, and
 * their sum precisely enough that rounding it once more gives the correctly rounded result.
 */
export function roundingOf(arithmetic: Arithmetic): (value: number) => number {
  return rounderTo(arithmetic);
}
