import type { Arithmetic } from '../rounding/arithmetic.ts';
import { float16Kernels } from './float16.ts';
import { float32Kernels } from './float32.ts';
import { float64Kernels } from './float64.ts';
import type { Kernels } from './kernels.ts';

const kernels: Readonly<Record<Arithmetic, Kernels>> = {
  float16: float16Kernels,
  float32: float32Kernels,
  float64: float64Kernels,
};

/** Returns the functions that multiply and add in this format. */
export function kernelsOf(arithmetic: Arithmetic): Kernels {
  return kernels[arithmetic];
}
