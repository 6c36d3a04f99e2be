import type { DType, Tensor } from '../../../core/tensor.ts';

/** What the phase kernels are to compute of a call. */
export interface PhaseRun {
  /** The precision of every product and sum; float64 sums of a float32 call are possible. */
  readonly dtype: DType;
  /** |input|, |weight| and |bias| instead of the numbers themselves. */
  readonly magnitude: boolean;
  /** A sum starts at the bias instead of 0, and nothing is added last. */
  readonly biasFirst: boolean;
  /** Name of the step for people. */
  readonly stage: string;
  /** A tensor nobody needs any more, to be overwritten with the output: fresh memory costs as much as the sums of a small call. */
  readonly recycled?: Tensor | undefined;
  /** Gets to know whether an element of the output is 0. */
  readonly seen?: { zero: boolean } | undefined;
}
