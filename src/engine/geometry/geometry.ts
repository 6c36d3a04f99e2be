import type { CallShape, Params } from '../core/call.ts';
import type { Shape } from '../core/tensor.ts';

/**
 * The sizes of one spatial axis of a call. An axis has three coordinates:
 *   i  input, 0 ≤ i < inputSize;
 *   u  padded input x̂: stride − 1 zeros between the elements, `before` zeros in front (if negative, cropped);
 *   o  output, 0 ≤ o < outputSize.
 * A kernel tap has two numbers: k in the weight as stored, and a = kernelSize − 1 − k in the rotated kernel.
 *   scatter: input i through tap k lands on o = i·stride − padding + k·dilation;
 *   gather:  output o through rotated tap a reads u = o + a·dilation.
 */
export interface AxisGeometry {
  readonly inputSize: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  /** Rows or columns cropped at the bottom or right. Always equal to `padding` in PyTorch. */
  readonly paddingEnd: number;
  readonly outputPadding: number;
  readonly dilation: number;
  /** (inputSize − 1)·stride − padding − paddingEnd + dilation·(kernelSize − 1) + outputPadding + 1. */
  readonly outputSize: number;
  /** (inputSize − 1)·stride + 1: the input with stride − 1 zeros between its elements. */
  readonly insertedSize: number;
  /**
   * Zeros in front of the input in x̂: dilation·(kernelSize − 1) − padding. If negative, so many elements are cropped.
   */
  readonly before: number;
  /**
   * Zeros after the input in x̂: dilation·(kernelSize − 1) − paddingEnd + outputPadding. If negative, so many elements
   * are cropped.
   */
  readonly after: number;
  /** Size of x̂: insertedSize + before + after = outputSize + dilation·(kernelSize − 1). */
  readonly paddedSize: number;
}

/** All sizes of a valid call. */
export interface Geometry {
  readonly params: Params;
  /** False if the input is unbatched, (Cin, H, W). Then n = 1, and the output has no batch axis either. */
  readonly batched: boolean;
  readonly n: number;
  readonly cin: number;
  readonly cout: number;
  readonly cinPerGroup: number;
  readonly coutPerGroup: number;
  readonly h: AxisGeometry;
  readonly w: AxisGeometry;
  /** kH·kW. */
  readonly taps: number;
  /** Rows of one group's unfolded matrix U, columns of its kernel matrix K: cinPerGroup·kH·kW. */
  readonly rows: number;
  /** Columns of U: Ho·Wo. */
  readonly columns: number;
  readonly hasBias: boolean;
  /** (N, Cout, Ho, Wo), or (Cout, Ho, Wo) unbatched. */
  readonly outputShape: Shape;
  /** True if the call is that of a 1-D layer, which runs with a height of 1. */
  readonly is1d?: true;
}

/** The kinds of a matrix cell: a stored value; a padding zero; or a zero inserted between input elements. */
export const CellKind = { value: 0, padding: 1, inserted: 2 } as const;
export type CellKind = (typeof CellKind)[keyof typeof CellKind];

/** Returns the size of an axis after inserting stride − 1 zeros between its elements. `size` must be ≥ 1. */
export function insertedSizeOf(size: number, stride: number): number {
  return (size - 1) * stride + 1;
}

/** Computes the sizes of one axis, without validation; see {@link AxisGeometry} for the formulas. */
export function axisGeometryOf(
  inputSize: number,
  kernelSize: number,
  stride: number,
  padding: number,
  outputPadding: number,
  dilation: number,
  paddingEnd = padding,
): AxisGeometry {
  const insertedSize = insertedSizeOf(inputSize, stride);
  const before = dilation * (kernelSize - 1) - padding;
  const after = dilation * (kernelSize - 1) - paddingEnd + outputPadding;
  const paddedSize = insertedSize + before + after;
  const outputSize = paddedSize - dilation * (kernelSize - 1);
  return {
    inputSize,
    kernelSize,
    stride,
    padding,
    paddingEnd,
    outputPadding,
    dilation,
    outputSize,
    insertedSize,
    before,
    after,
    paddedSize,
  };
}

/** Computes the sizes of one axis of a call: 0 is the height, 1 the width. The call need not be valid. */
export function axisOf(shape: Pick<CallShape, 'input' | 'weight' | 'params'>, axis: 0 | 1): AxisGeometry {
  const { stride, padding, paddingEnd, outputPadding, dilation } = shape.params;
  const inputSize = shape.input.at(axis - 2) as number;
  const kernelSize = shape.weight.at(axis - 2) as number;
  return axisGeometryOf(
    inputSize,
    kernelSize,
    stride[axis],
    padding[axis],
    outputPadding[axis],
    dilation[axis],
    paddingEnd?.[axis],
  );
}
