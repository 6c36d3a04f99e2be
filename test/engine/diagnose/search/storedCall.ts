import type { Call, Pair } from '../../../../src/engine/core/call.ts';
import { elementCount, type Float32Tensor, type Shape } from '../../../../src/engine/core/tensor.ts';

/** A tensor of float32 numbers that a script wrote into a file of bytes, from byte `at` on. */
export interface StoredTensor {
  readonly shape: Shape;
  readonly at: number;
}

/** A call that a script of PyTorch made, with PyTorch's names of the parameters. */
export interface StoredCall {
  readonly stride: Pair;
  readonly padding: Pair;
  readonly padding_end?: Pair;
  readonly output_padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
  readonly input: StoredTensor;
  readonly weight: StoredTensor;
  readonly bias: StoredTensor;
}

/** Returns a stored tensor; its data are a view of the bytes. */
export function storedTensor({ shape, at }: StoredTensor, bytes: ArrayBuffer): Float32Tensor {
  return { dtype: 'float32', shape, data: new Float32Array(bytes, at, elementCount(shape)) };
}

/** Returns a stored call with its tensors. */
export function storedCall(stored: StoredCall, bytes: ArrayBuffer): Call {
  const { stride, padding, padding_end: paddingEnd, output_padding: outputPadding, dilation, groups } = stored;
  return {
    dtype: 'float32',
    input: storedTensor(stored.input, bytes),
    weight: storedTensor(stored.weight, bytes),
    bias: storedTensor(stored.bias, bytes),
    params: { stride, padding, outputPadding, dilation, groups, ...(paddingEnd && { paddingEnd }) },
  };
}
