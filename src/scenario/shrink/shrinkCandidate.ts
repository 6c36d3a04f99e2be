import type { Call } from '../../engine/core/call.ts';
import type { Tensor } from '../../engine/core/tensor.ts';

/** A smaller call that may still fail. */
export interface ShrinkCandidate {
  /** The part that is smaller, for people: "batch", "stride". */
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly call: Call;
  /**
   * Takes the known part from an output of the previous call. Left out if this call has outputs that the previous
   * output does not contain.
   */
  readonly known?: (actual: Tensor) => Tensor;
}

/**
 * One kind of reduction: yields everything that it can make of a call, the largest reductions first. Every candidate is
 * simpler than the call, so that shrinking ends.
 */
export type ShrinkMove = (call: Call) => Generator<ShrinkCandidate, void, void>;
