import type { DType } from '../../../core/tensor.ts';
import type { KernelExports } from '../memory/instance.ts';

/** The kernels of one precision, and their memory in it: valid until it grows. */
export interface TilingKernels {
  readonly split: KernelExports['split32'];
  readonly kernelsIn: KernelExports['kernelsIn32'];
  readonly filter: KernelExports['filter32'];
  readonly own: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
}

export function tilingKernelsOf(kernels: KernelExports, dtype: DType): TilingKernels {
  const { memory, split32, kernelsIn32, filter32, split64, kernelsIn64, filter64 } = kernels;
  return dtype === 'float32'
    ? {
        split: split32,
        kernelsIn: kernelsIn32,
        filter: filter32,
        own: new Float32Array(memory.buffer),
      }
    : {
        split: split64,
        kernelsIn: kernelsIn64,
        filter: filter64,
        own: new Float64Array(memory.buffer),
      };
}
