import { type DType, elementCount, type Tensor, zeros } from '../../../core/tensor.ts';
import type { Geometry } from '../../../geometry/geometry.ts';

/** The options of a run of the phase kernels. */
export interface PhaseRun {
  /** The precision of every product and sum; float64 sums of a float32 call are possible. */
  readonly dtype: DType;
  /** If true, |input|, |weight| and |bias| replace the numbers themselves. */
  readonly magnitude: boolean;
  /** If true, a sum starts with the bias instead of 0, and nothing is added at the end. */
  readonly biasFirst: boolean;
  /** The name of the progress steps, shown to the user. */
  readonly stage: string;
  /**
   * An unused tensor that the output may overwrite. For a small call, allocating memory would take as long as the sums.
   */
  readonly recycled?: Tensor | undefined;
  /** If given, its `zero` is set to true if an element of the output is 0. */
  readonly seen?: { zero: boolean } | undefined;
}

/**
 * Returns the recycled tensor if its dtype and shape fit, otherwise a new one. Contents are arbitrary: the caller must
 * write every element.
 */
export function outputFor(
  { outputShape }: Pick<Geometry, 'outputShape'>,
  { dtype, recycled }: { readonly dtype: DType; readonly recycled?: Tensor | undefined },
): Tensor {
  return recycled?.dtype === dtype && recycled.data.length === elementCount(outputShape)
    ? { ...recycled, shape: outputShape }
    : zeros(dtype, outputShape);
}
