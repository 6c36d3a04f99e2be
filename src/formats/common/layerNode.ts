import type { Params } from '../../engine/core/call.ts';
import type { Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';

/** A layer of a model file: its tensors and its parameters. */
export interface LayerNode {
  /** The node's name, or its first output's name if the node has none. */
  readonly name: string;
  /**
   * Keys of the tensors in the same file. `weight` is null if it is computed; `bias` is null if there is none or it is
   * computed.
   */
  readonly weight: string | null;
  readonly bias: string | null;
  /** (Cin, Cout/groups, kH, kW), or null if the weight is not in the file. */
  readonly weightShape: Shape | null;
  /** The reason why the node cannot be run as a 2-D call ("3-D: kernel_shape 3 × 3 × 3; …"), or null if it can. */
  readonly refused: string | null;
  /** The attributes for people: "k 4×4, stride 2, pads 1 1 1 1, group 1". */
  readonly summary: string;
  /**
   * Returns the parameters of the call on an input of this shape; SAME_UPPER, SAME_LOWER and output_shape depend on it.
   */
  params(input: Shape): Result<Params>;
}
