import type { Call } from '../core/call.ts';
import { rounderTo } from './roundTo.ts';
import type { DType } from '../core/tensor.ts';

/** The formats to which products and sums can be rounded. float16 numbers are stored in float32 tensors. */
export type Arithmetic = DType | 'float16';

/** Returns the format to which a call's products and sums are rounded. */
export function arithmeticOf({ dtype, emulated }: Pick<Call, 'dtype' | 'emulated'>): Arithmetic {
  return emulated?.sums ?? dtype;
}

/**
 * Returns the function that rounds one product or sum. Its argument is computed in float64, which holds the product of
 * two float32 or float16 numbers exactly and their sum so precisely that rounding it again gives the correctly rounded
 * sum.
 */
export function roundingOf(arithmetic: Arithmetic): (value: number) => number {
  return rounderTo(arithmetic);
}
