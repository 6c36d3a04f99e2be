import type { Call } from '../../engine/core/call.ts';
import type { Tensor } from '../../engine/core/tensor.ts';

/** A smaller problem that may still fail. */
export interface ShrinkCandidate {
  /** What is smaller, as people say it: "batch", "stride". */
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly call: Call;
  /** What of an output of the call before is one of this call; without it this call's outputs are others. */
  readonly known?: (actual: Tensor) => Tensor;
}

/** One kind of reduction: everything it can make of a call, the boldest first. Each makes the call simpler, so that they end. */
export type ShrinkMove = (call: Call) => Generator<ShrinkCandidate, void, void>;
