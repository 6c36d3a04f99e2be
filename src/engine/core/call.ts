import type { DType, Shape, Tensor } from './tensor.ts';

/** A value per spatial axis: height first, then width, as in PyTorch. */
export type Pair = readonly [height: number, width: number];

/** The parameters of `torch.nn.functional.conv_transpose2d` beside its tensors. */
export interface Params {
  readonly stride: Pair;
  /** Rows and columns that are cropped at the top and left and, without `paddingEnd`, at the bottom and right, too. */
  readonly padding: Pair;
  /** Those cropped at the bottom and right where they are others: ONNX's pads may differ, PyTorch's never do. */
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

/** Everything about a call except the numbers: enough to accept or refuse it and to size its output. */
export interface CallShape {
  /** (N, Cin, H, W), or unbatched (Cin, H, W). */
  readonly input: Shape;
  /** (Cin, Cout/groups, kH, kW). */
  readonly weight: Shape;
  /** (Cout), or null without a bias. */
  readonly bias: Shape | null;
  readonly params: Params;
}

/** How the arithmetic of a call is emulated whose tensors hold numbers of narrower formats already: see precision/emulate.ts. */
export interface Emulated {
  /** What every product and every sum is rounded to. */
  readonly sums: 'float32' | 'float16';
  /** What the finished sum is rounded to. */
  readonly stored: 'float32' | 'float16' | 'bfloat16';
}

/** One `conv_transpose2d` call on real tensors, all of the same dtype. */
export interface Call {
  readonly dtype: DType;
  /** Absent of a call that is computed and stored in its dtype. */
  readonly emulated?: Emulated;
  readonly input: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly params: Params;
}

/** The shapes of a call. */
export function shapeOf(call: Call): CallShape {
  return {
    input: call.input.shape,
    weight: call.weight.shape,
    bias: call.bias?.shape ?? null,
    params: call.params,
  };
}
