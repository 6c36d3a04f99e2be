import type { Call } from '../core/call.ts';
import { rounderTo } from './roundTo.ts';
import type { DType } from '../core/tensor.ts';

/** What products and sums are rounded to; numbers of float16 are held in float32 tensors. */
export type Arithmetic = DType | 'float16';

/** What a call's products and sums are rounded to. */
export function arithmeticOf({ dtype, emulated }: Pick<Call, 'dtype' | 'emulated'>): Arithmetic {
  return emulated?.sums ?? dtype;
}

/**
 * Rounding of one product or sum. Of two float32 or float16 numbers float64 holds the product, and their
 * sum well enough, that rounding it once more makes the correctly rounded one.
 */
export function roundingOf(arithmetic: Arithmetic): (value: number) => number {
  return rounderTo(arithmetic);
}
