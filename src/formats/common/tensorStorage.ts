import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Shape, Tensor } from '../../engine/core/tensor.ts';
import { type ElementName, isNative } from './element.ts';
import { rowMajorStrides } from './readStrided.ts';

/** The elements of a tensor where they are stored, so that a part of them can be read. */
export interface TensorStorage {
  readonly element: ElementName;
  readonly little: boolean;
  readonly shape: Shape;
  /** Elements between neighbours along each axis. 0 repeats the same elements. */
  readonly strides: readonly number[];
  /** Bytes of the storage before the first element. */
  readonly start: number;
  /** False if a byte can be read only after all bytes before it, as in a compressed member of an archive. */
  readonly isDirect: boolean;
  /** Reads a range of the storage's bytes. */
  readonly read: (from: number, length: number) => Promise<Result<ArrayBuffer>>;
}

/** Returns a row-major tensor whose first element is at byte `start` of a storage. */
export function storedInRows(
  { element, shape }: Pick<TensorStorage, 'element' | 'shape'>,
  start: number,
  { read, isDirect = true }: { readonly read: TensorStorage['read']; readonly isDirect?: boolean },
): TensorStorage {
  return { element, little: true, shape, strides: rowMajorStrides(shape), start, isDirect, read };
}

/** Returns a tensor in memory as a stored one. */
export function storedInMemory({ dtype, shape, data }: Tensor): TensorStorage {
  return {
    element: dtype,
    little: isNative(dtype, true),
    shape,
    strides: rowMajorStrides(shape),
    start: 0,
    isDirect: true,
    read: (from, length) => {
      const at = data.byteOffset + from;
      return Promise.resolve(ok(data.buffer.slice(at, at + length)));
    },
  };
}
