import type { Params } from '../../engine/core/call.ts';
import type { Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';

/** A transposed-convolution layer of a model file: its tensors and its parameters. */
export interface LayerNode {
  /** The name of the node or module, or the name of its first output if it has none. */
  readonly name: string;
  /** Keys of the weight and the bias in the same file. Null if the file does not have the tensor; see {@link missing}. */
  readonly weight: string | null;
  readonly bias: string | null;
  /** Tensors that the layer needs and the file does not have, so that the user must give them. */
  readonly missing: MissingTensors;
  /** (Cin, Cout/groups, kH, kW), or (Cin, Cout/groups, k) of a 1-D layer; null if it is not known. */
  readonly weightShape: Shape | null;
  /** The reason why the layer cannot be run, whatever is given ("3-D: …"); null if it can. */
  readonly refused: string | null;
  /** The parameters in one line: "k 4×4, stride 2, pads 1 1 1 1, group 1". */
  readonly summary: string;
  /**
   * Returns the call's parameters for an input and a weight of these shapes, which the parameters may depend on, as with
   * ONNX's SAME_UPPER and output_shape. Refused if they do not fit the layer.
   */
  params(input: Shape, weight: Shape): Result<Params>;
}

/**
 * For each tensor, why the file does not have it ('its weight "W" is an input of the model'); null if it does, or if
 * the layer has none.
 */
export interface MissingTensors {
  readonly weight: string | null;
  readonly bias: string | null;
}

export const nothingMissing: MissingTensors = { weight: null, bias: null };
