import type { Params } from '../../engine/core/call.ts';
import type { Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';

/** A transposed-convolution layer of a model file: its tensors and its parameters. */
export interface LayerNode {
  /** The node's name, or its first output's name if the node has none. */
  readonly name: string;
  /**
   * Keys of the weight and the bias in the same file. `weight` is null if other nodes compute it; `bias` is null if the
   * layer has none or other nodes compute it.
   */
  readonly weight: string | null;
  readonly bias: string | null;
  /** (Cin, Cout/groups, kH, kW); null if the weight is not in the file. */
  readonly weightShape: Shape | null;
  /** The reason why the layer cannot be run as a 2-D call ("3-D: kernel_shape 3 × 3 × 3; …"); null if it can. */
  readonly refused: string | null;
  /** The attributes in one line: "k 4×4, stride 2, pads 1 1 1 1, group 1". */
  readonly summary: string;
  /**
   * Returns the call's parameters for an input of this shape. With SAME_UPPER, SAME_LOWER and output_shape, they depend
   * on the shape.
   */
  params(input: Shape): Result<Params>;
}
