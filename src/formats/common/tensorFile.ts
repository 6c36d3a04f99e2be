import type { Result } from '../../engine/core/refusal.ts';
import type { Shape, Tensor } from '../../engine/core/tensor.ts';
import type { ElementName } from './element.ts';
import type { LayerNode } from './layerNode.ts';
import type { TensorStorage } from './tensorStorage.ts';

export type TensorFormat = 'npy' | 'npz' | 'pytorch' | 'safetensors' | 'onnx';

/** A tensor as the header of a file declares it. */
export interface TensorEntry {
  /**
   * The name in the file. The parts of a nested name are joined by dots: "model.dec.w", "opt.0". A .npy file has one
   * tensor, whose key is "".
   */
  readonly key: string;
  readonly element: ElementName;
  readonly shape: Shape;
}

/** A tensor file whose headers have been read. The data is read tensor by tensor. */
export interface TensorFile {
  readonly format: TensorFormat;
  readonly name: string;
  /** In the file's order. */
  readonly entries: readonly TensorEntry[];
  /** One line for each thing in the file that is not a readable tensor: "epoch: int", "gate: a complex64 tensor". */
  readonly leftOut: readonly string[];
  /** ConvTranspose nodes of an ONNX model, in the order of the file; empty for other formats. */
  readonly layers: readonly LayerNode[];
  /** Reads the numbers of one of {@link entries}, row-major, in the dtype of its element type. */
  read(entry: TensorEntry): Promise<Result<Tensor>>;
  /** Locates the elements of one of {@link entries}, for reading parts of them. */
  locate(entry: TensorEntry): Promise<Result<TensorStorage>>;
}
