import { type DType, elementCount, type Tensor, zeros } from '../../../core/tensor.ts';
import type { Geometry } from '../../../geometry/geometry.ts';

/** The parameters of a run of the phase kernels. */
export interface PhaseRun {
  /** The precision of every product and sum; float64 sums of a float32 call are possible. */
  readonly dtype: DType;
  /** If true, |input|, |weight| and |bias| replace the numbers themselves. */
  readonly magnitude: boolean;
  /** If true, a sum starts at the bias instead of 0, and nothing is added last. */
  readonly biasFirst: boolean;
  /** Name of the step in the interface. */
  readonly stage: string;
  /** An unused tensor to overwrite with the output: fresh memory costs as much as the sums of a small call. */
  readonly recycled?: Tensor | undefined;
  /** If given, `zero` becomes true if an element of the output is 0. */
  readonly seen?: { zero: boolean } | undefined;
}

/** Returns the recycled tensor if it fits, otherwise a new one. The caller must write every element. */
export function outputFor(
  { outputShape }: Pick<Geometry, 'outputShape'>,
  { dtype, recycled }: { readonly dtype: DType; readonly recycled?: Tensor | undefined },
): Tensor {
  return recycled?.dtype === dtype && recycled.data.length === elementCount(outputShape)
    ? { ...recycled, shape: outputShape }
    : zeros(dtype, outputShape);
}
