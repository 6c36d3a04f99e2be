import type { DType } from '../../../core/tensor.ts';
import type { KernelExports } from './instance.ts';

/**
 * The WebAssembly functions for one pair of dtypes, with views of the memory. The views become invalid if the memory
 * grows.
 */
export interface TypedKernels {
  readonly clear: KernelExports['clear'];
  readonly tiles: KernelExports['tiles32'];
  readonly direct: KernelExports['direct32'];
  readonly cut: KernelExports['cut32'];
  readonly finite: KernelExports['finite32'];
  readonly zeros: KernelExports['zeros32'];
  readonly pad: KernelExports['pad32'];
  readonly pack: KernelExports['pack32'];
  /** The WebAssembly memory as 32-bit integers. */
  readonly int32View: Int32Array<ArrayBuffer>;
  /** The WebAssembly memory as numbers of the dtype that tensors are read in. */
  readonly inputView: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  /** The WebAssembly memory as numbers of the dtype that sums are computed in. */
  readonly computeView: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
}

/** Selects the functions that read tensors of dtype `from` and compute in `to`, which is either `from` or float64. */
export function typedKernelsOf(kernels: KernelExports, from: DType, to: DType): TypedKernels {
  const { buffer } = kernels.memory;
  const [narrow, wide] = [new Float32Array(buffer), new Float64Array(buffer)];
  const int32View = new Int32Array(buffer);
  if (to === 'float32') {
    const { clear, direct32, tiles32, cut32, finite32, zeros32, pad32, pack32 } = kernels;
    return {
      clear,
      direct: direct32,
      tiles: tiles32,
      cut: cut32,
      finite: finite32,
      zeros: zeros32,
      pad: pad32,
      pack: pack32,
      int32View,
      inputView: narrow,
      computeView: narrow,
    };
  }
  const {
    clear,
    direct64: direct,
    tiles64: tiles,
    cut64: cut,
    finite32,
    finite64,
    zeros64: zeros,
    pad64,
    pad32to64,
    pack64,
    pack32to64,
  } = kernels;
  return from === 'float32'
    ? {
        clear,
        direct,
        tiles,
        cut,
        finite: finite32,
        zeros,
        pad: pad32to64,
        pack: pack32to64,
        int32View,
        inputView: narrow,
        computeView: wide,
      }
    : {
        clear,
        direct,
        tiles,
        cut,
        finite: finite64,
        zeros,
        pad: pad64,
        pack: pack64,
        int32View,
        inputView: wide,
        computeView: wide,
      };
}
