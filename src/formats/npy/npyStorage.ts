import { ok, type Result } from '../../engine/core/refusal.ts';
import { columnMajorStrides, rowMajorStrides } from '../common/readStrided.ts';
import type { TensorStorage } from '../common/tensorStorage.ts';
import { npyElementOf } from './npyElement.ts';
import type { NpyHeader } from './npyHeader.ts';

/** Returns the array of a `.npy` file as a stored tensor. `read` reads the bytes of the file. */
export function npyStorage(
  { descr, shape, fortranOrder, dataOffset }: NpyHeader,
  name: string,
  read: TensorStorage['read'],
  isDirect = true,
): Result<TensorStorage> {
  const element = npyElementOf(descr, name);
  if (!element.ok) return element;
  const strides = fortranOrder ? columnMajorStrides(shape) : rowMajorStrides(shape);
  return ok({ ...element.value, shape, strides, start: dataOffset, isDirect, read });
}
