import type { Params } from '../../engine/core/call.ts';
import type { Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';

/** A layer that a model file describes: where its tensors are and how it is called. */
export interface LayerNode {
  /** The node's name; where it has none, its first output's. */
  readonly name: string;
  /** Keys of its tensors in the same file; null of a weight that is computed, and without a bias. */
  readonly weight: string | null;
  readonly bias: string | null;
  /** (Cin, Cout/groups, kH, kW), where the weight is in the file. */
  readonly weightShape: Shape | null;
  /** Why it is no 2-D call that can be run ("3-D: ConvTranspose with kernel_shape 3 × 3 × 3"); null where it is one. */
  readonly refused: string | null;
  /** As one reads it: "k 4×4, stride 2, pads 1 1 1 1, group 1". */
  readonly summary: string;
  /** The parameters of its call on an input of this shape, which SAME_UPPER, SAME_LOWER and output_shape depend on. */
  params(input: Shape): Result<Params>;
}
