import type { DType } from '../../tensor.ts';
import type { KernelExports } from './instance.ts';

/** The kernels of one precision, and their memory in it: valid until it grows. */
export interface TilingKernels {
  readonly split: KernelExports['split32'];
  readonly kernelsIn: KernelExports['kernelsIn32'];
  readonly tilesIn: KernelExports['tilesIn32'];
  readonly products: KernelExports['products32'];
  readonly tilesOut: KernelExports['tilesOut32'];
  readonly own: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
}

export function tilingKernelsOf(kernels: KernelExports, dtype: DType): TilingKernels {
  const { memory } = kernels;
  if (dtype === 'float32') {
    const { split32, kernelsIn32, tilesIn32, products32, tilesOut32 } = kernels;
    return {
      split: split32,
      kernelsIn: kernelsIn32,
      tilesIn: tilesIn32,
      products: products32,
      tilesOut: tilesOut32,
      own: new Float32Array(memory.buffer),
    };
  }
  const { split64, kernelsIn64, tilesIn64, products64, tilesOut64 } = kernels;
  return {
    split: split64,
    kernelsIn: kernelsIn64,
    tilesIn: tilesIn64,
    products: products64,
    tilesOut: tilesOut64,
    own: new Float64Array(memory.buffer),
  };
}
