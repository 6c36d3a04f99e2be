import type { Result } from '../../engine/core/refusal.ts';
import type { Shape, Tensor } from '../../engine/core/tensor.ts';
import type { ElementName } from './element.ts';
import type { LayerNode } from './layerNode.ts';

export type TensorFormat = 'npy' | 'npz' | 'pytorch' | 'safetensors' | 'onnx';

/** A tensor in a file, as its header says. */
export interface TensorEntry {
  /** Its name in the file; parts of a nested one are joined by dots: "model.dec.w", "opt.0". "" in a file of one tensor without a name. */
  readonly key: string;
  readonly element: ElementName;
  readonly shape: Shape;
}

/** A tensor file whose headers were read; its data is read tensor by tensor. */
export interface TensorFile {
  readonly format: TensorFormat;
  readonly name: string;
  /** In the file's order. */
  readonly entries: readonly TensorEntry[];
  /** What is in the file and is no tensor that can be read, a line each: "epoch: int", "gate: a complex64 tensor". */
  readonly leftOut: readonly string[];
  /** ConvTranspose nodes of an ONNX model, in its order. */
  readonly layers: readonly LayerNode[];
  /** The numbers of one of {@link entries}, row-major, in its element's dtype. */
  read(entry: TensorEntry): Promise<Result<Tensor>>;
}
