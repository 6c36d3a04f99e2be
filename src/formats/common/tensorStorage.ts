import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Shape, Tensor } from '../../engine/core/tensor.ts';
import { elementFormats, type ElementName, isNative } from './element.ts';
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

/**
 * Returns a tensor that is computed as a whole, by `read`, when the first part of it is asked for, as a stored one. The
 * numbers are kept.
 */
export function storedOnDemand(
  { element, shape }: Pick<TensorStorage, 'element' | 'shape'>,
  read: () => Promise<Result<Tensor>>,
): TensorStorage {
  let tensor: Promise<Result<Tensor>> | null = null;
  return {
    element: elementFormats[element].dtype,
    little: isNative(elementFormats[element].dtype, true),
    shape,
    strides: rowMajorStrides(shape),
    start: 0,
    isDirect: false,
    read: async (from, length) => {
      const computed = await (tensor ??= read());
      return computed.ok ? await storedInMemory(computed.value).read(from, length) : computed;
    },
  };
}
