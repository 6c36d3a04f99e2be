import type { Result } from '../../engine/core/refusal.ts';
import type { Shape, Tensor } from '../../engine/core/tensor.ts';
import type { ElementName } from './element.ts';
import type { LayerNode } from './layerNode.ts';
import type { TensorStorage } from './tensorStorage.ts';

export type TensorFormat = 'npy' | 'npz' | 'pytorch' | 'pickle' | 'safetensors' | 'onnx';

/** A tensor as described in the header of a file. */
export interface TensorEntry {
  /**
   * The tensor's name in the file. The parts of a nested name are joined by dots: "model.dec.w", "opt.0". The only
   * tensor of a .npy file has the key "".
   */
  readonly key: string;
  readonly element: ElementName;
  readonly shape: Shape;
}

/** An open tensor file. Its headers have been read; the data is read tensor by tensor. */
export interface TensorFile {
  readonly format: TensorFormat;
  readonly name: string;
  /** The readable tensors, in the order of the file. */
  readonly entries: readonly TensorEntry[];
  /** A line for everything in the file that is not a readable tensor: "epoch: int", "gate: a complex64 tensor". */
  readonly leftOut: readonly string[];
  /** ConvTranspose nodes of an ONNX model, in the order of the file; empty for other formats. */
  readonly layers: readonly LayerNode[];
  /** Reads the numbers of one of {@link entries}, row-major, in the engine's dtype for its element type. */
  read(entry: TensorEntry): Promise<Result<Tensor>>;
  /** Locates the elements of one of {@link entries}, for reading parts of them. */
  locate(entry: TensorEntry): Promise<Result<TensorStorage>>;
}
