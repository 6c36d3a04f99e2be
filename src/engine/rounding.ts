import type { DType } from './tensor.ts';

/** Rounding of one product or sum to a dtype. Two float32 numbers' float64 product or sum, rounded once more, is their float32 one. */
export function roundingOf(dtype: DType): (value: number) => number {
  return dtype === 'float32' ? Math.fround : (value) => value;
}
