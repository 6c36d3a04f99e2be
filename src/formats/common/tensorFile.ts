import type { Result } from '../../engine/core/refusal.ts';
import type { Shape, Tensor } from '../../engine/core/tensor.ts';
import type { ElementName } from './element.ts';
import type { LayerNode } from './layerNode.ts';
import type { TensorStorage } from './tensorStorage.ts';

export type TensorFormat =
  'npy' | 'npz' | 'pytorch' | 'pickle' | 'safetensors' | 'onnx' | 'shards' | 'distributed' | 'raw';

/** A tensor as described in the header of a file. */
export interface TensorEntry {
  /**
   * The tensor's name in the file. The parts of a nested name are joined by dots: "model.dec.w", "opt.0". The only
   * tensor of a .npy file has the key "".
   */
  readonly key: string;
  readonly element: ElementName;
  readonly shape: Shape;
  /**
   * How the tensor is computed from tensors that the file stores, in one line ("k → Transpose (3, 2, 0, 1)"); absent if
   * the file stores it.
   */
  readonly through?: string;
  /** Why the tensor is no weight by itself: it is a part of another one. Absent for a tensor of its own. */
  readonly partOf?: string;
}

/** An open tensor file. Its headers have been read; the data is read tensor by tensor. */
export interface TensorFile {
  readonly format: TensorFormat;
  readonly name: string;
  /** The readable tensors, in the order of the file. */
  readonly entries: readonly TensorEntry[];
  /** A line for everything in the file that is not a readable tensor: "epoch: int", "gate: a complex64 tensor". */
  readonly leftOut: readonly string[];
  /** Transposed-convolution layers that the file describes, in its order, such as the ConvTranspose nodes of an ONNX model. */
  readonly layers: readonly LayerNode[];
  /** Reads the numbers of one of {@link entries}, row-major, in the engine's dtype for its element type. */
  read(entry: TensorEntry): Promise<Result<Tensor>>;
  /** Locates the elements of one of {@link entries}, for reading parts of them. */
  locate(entry: TensorEntry): Promise<Result<TensorStorage>>;
}
