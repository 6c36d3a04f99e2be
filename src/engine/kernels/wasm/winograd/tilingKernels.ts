import type { DType } from '../../../core/tensor.ts';
import type { KernelExports } from '../memory/instance.ts';

/** The WebAssembly functions for one dtype, with a view of the memory. The view becomes invalid if the memory grows. */
export interface TilingKernels {
  readonly split: KernelExports['split32'];
  readonly kernelsIn: KernelExports['kernelsIn32'];
  readonly filter: KernelExports['filter32'];
  readonly computeView: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
}

/** Selects the functions of this dtype. */
export function tilingKernelsOf(kernels: KernelExports, dtype: DType): TilingKernels {
  const { memory, split32, kernelsIn32, filter32, split64, kernelsIn64, filter64 } = kernels;
  return dtype === 'float32'
    ? {
        split: split32,
        kernelsIn: kernelsIn32,
        filter: filter32,
        computeView: new Float32Array(memory.buffer),
      }
    : {
        split: split64,
        kernelsIn: kernelsIn64,
        filter: filter64,
        computeView: new Float64Array(memory.buffer),
      };
}
