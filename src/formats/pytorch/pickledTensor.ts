import type { Shape } from '../../engine/core/tensor.ts';
import type { ElementName } from '../common/element.ts';
import type { PickleBytes, PickleObject } from '../pickle/pickleValue.ts';
import type { SparseLayout } from './sparseTensor.ts';

/** A tensor as it is pickled: a view of a storage. */
export interface PickledTensor {
  readonly element: ElementName;
  readonly shape: Shape;
  /** Elements of the storage between neighbours along each axis. */
  readonly strides: readonly number[];
  /** Elements of the storage before the first element of the view. */
  readonly offset: number;
  readonly storage: StoragePlace;
  /** Bytes of the storage as the pickle states them. */
  readonly storageBytes: number;
  /** The byte order, or null if it is that of the file. */
  readonly little: boolean | null;
  /** How the integers of a quantised tensor stand for numbers; absent for any other tensor. */
  readonly quantiser?: PickledQuantiser;
  /** What places the values of a sparse tensor, which the view is of; absent for any other tensor. */
  readonly sparse?: PickledSparse;
}

/** The layout and the places of a sparse tensor as they are pickled; see {@link SparseShapes}. */
export interface PickledSparse {
  readonly layout: SparseLayout;
  readonly shape: Shape;
  readonly places: readonly PickledTensor[];
}

/** The scales and zero points of a quantised tensor as they are pickled: numbers, or tensors along an axis. */
export type PickledQuantiser =
  | { readonly axis: null; readonly scale: number; readonly zeroPoint: number }
  | { readonly axis: number; readonly scales: PickledTensor; readonly zeroPoints: PickledTensor };

/** Where the bytes of a storage are. */
export type StoragePlace =
  /** In the file, under this key: a member of an archive, or one of the storages after a pickle. */
  | { readonly kind: 'named'; readonly key: string }
  /** In the pickle itself. */
  | { readonly kind: 'pickled'; readonly bytes: PickleBytes | Uint8Array }
  /** In a file of torch.save that the pickle holds as bytes. */
  | { readonly kind: 'saved'; readonly saved: SavedStorage };

/** A storage that was pickled outside torch.save, which is then a small file of torch.save in the pickle. */
export interface SavedStorage {
  /** The class of the storage: "torch.FloatStorage". */
  readonly type: string;
  /** Its elements; bytes if the class is untyped. */
  readonly count: number;
  readonly bytes: PickleBytes | Uint8Array;
  /** The byte of the small file at which the elements begin. */
  readonly from: number;
}

/** Storages of {@link SavedStorage} by the recorded call that would load them; null for one that cannot be read. */
export type SavedStorages = ReadonlyMap<PickleObject, SavedStorage | null>;
