import type { DType, Shape, Tensor } from './tensor.ts';

/** A value per spatial axis: height first, then width, as in PyTorch. */
export type Pair = readonly [height: number, width: number];

/** The parameters of `torch.nn.functional.conv_transpose2d` other than its tensors. */
export interface Params {
  readonly stride: Pair;
  /**
   * Rows and columns cropped at the top and left. If `paddingEnd` is absent, also those cropped at the bottom and
   * right.
   */
  readonly padding: Pair;
  /**
   * Rows and columns cropped at the bottom and right if they differ from `padding`: possible in ONNX, never in PyTorch.
   */
  readonly paddingEnd?: Pair | undefined;
  readonly outputPadding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
}

/** PyTorch's defaults. */
export const defaultParams: Params = {
  stride: [1, 1],
  padding: [0, 0],
  outputPadding: [0, 0],
  dilation: [1, 1],
  groups: 1,
};

/**
 * The shapes and parameters of a call, without the numbers: enough to validate the call and to compute the output's
 * size.
 */
export interface CallShape {
  /** (N, Cin, H, W), or unbatched (Cin, H, W). */
  readonly input: Shape;
  /** (Cin, Cout/groups, kH, kW). */
  readonly weight: Shape;
  /** (Cout); null if the call has no bias. */
  readonly bias: Shape | null;
  readonly params: Params;
  /** True if the call is that of a 1-D layer, which runs with a height of 1. */
  readonly is1d?: true;
}

/**
 * How a call in a format narrower than float32 is emulated. The numbers of its tensors are already rounded to that
 * format. See precision/emulate.ts.
 */
export interface Emulated {
  /** The format that every product and every sum is rounded to. */
  readonly sums: 'float32' | 'float16';
  /** The format that the finished sum is rounded to. */
  readonly stored: 'float32' | 'float16' | 'bfloat16';
}

/** One `conv_transpose2d` call on real tensors, all of the same dtype. */
export interface Call {
  readonly dtype: DType;
  /** Present if a narrower format is emulated. If absent, the call is computed and stored in its dtype. */
  readonly emulated?: Emulated;
  readonly input: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly params: Params;
}

/** Returns the shapes of a call. */
export function shapeOf(call: Call): CallShape {
  return {
    input: call.input.shape,
    weight: call.weight.shape,
    bias: call.bias?.shape ?? null,
    params: call.params,
  };
}
