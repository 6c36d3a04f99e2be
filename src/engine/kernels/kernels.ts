import type { DType } from '../tensor.ts';
import { float32Kernels } from './float32.ts';
import { float64Kernels } from './float64.ts';
import type { Kernels } from './kernel.ts';

/** The kernels that compute in this precision. */
export function kernelsOf(dtype: DType): Kernels {
  return dtype === 'float32' ? float32Kernels : float64Kernels;
}
