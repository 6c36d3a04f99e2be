import { ok, type Result } from '../engine/core/refusal.ts';
import { bytesPerElement, elementCount } from '../engine/core/tensor.ts';
import type { Beside, ByteSource } from './common/byteSource.ts';
import { elementFormats } from './common/element.ts';
import { openTensorFile } from './openTensorFile.ts';
import type { TensorEntry, TensorFile } from './common/tensorFile.ts';
import { findEntry } from './common/tensorPath.ts';
import { writeNpy, writeNpyHeader } from './npy/writeNpy.ts';

/** Whether a tensor of this many bytes may be read: a refusal says why not. */
export type MemoryCheck = (bytes: number) => Result<null>;

/** A tensor that a file's headers tell of. */
export interface FoundTensor {
  readonly file: TensorFile;
  readonly entry: TensorEntry;
}

/** Opens a tensor file and finds a tensor in it; `key` null: the only one there is. */
export async function findTensorEntry(
  source: ByteSource,
  key: string | null,
  beside: Beside,
): Promise<Result<FoundTensor>> {
  const file = await openTensorFile(source, beside);
  if (!file.ok) return file;
  const entry = findEntry(file.value, key);
  return entry.ok ? ok({ file: file.value, entry: entry.value }) : entry;
}

/** Bytes of a tensor in memory, in the precision it is read in. */
export function memoryBytesOf({ element, shape }: TensorEntry): number {
  return elementCount(shape) * bytesPerElement(elementFormats[element].dtype);
}

/**
 * A tensor of any tensor file as the bytes of a `.npy` file, which is what the rest of the program takes: a
 * `.npy` file as it is, all else as float32 or float64 (see {@link elementFormats}). Nothing is read
 * before `admit` has agreed to the tensor's size, which a file of a few bytes can claim to be any.
 */
export async function readTensorAsNpy(
  source: ByteSource,
  key: string | null,
  beside: Beside,
  admit: MemoryCheck,
): Promise<Result<ArrayBuffer>> {
  const found = await findTensorEntry(source, key, beside);
  if (!found.ok) return found;
  const { file, entry } = found.value;
  const admitted = admit(memoryBytesOf(entry));
  if (!admitted.ok) return admitted;
  if (file.format === 'npy') return await source.read(0, source.size);
  const tensor = await file.read(entry);
  return tensor.ok ? ok(writeNpy(tensor.value).buffer) : tensor;
}

/** What stands before the data in the bytes of {@link readTensorAsNpy}, for who asks of the shape only: no data is read. */
export async function readShapeAsNpy(
  source: ByteSource,
  key: string | null,
  beside: Beside,
): Promise<Result<ArrayBuffer>> {
  const found = await findTensorEntry(source, key, beside);
  if (!found.ok) return found;
  const { element, shape } = found.value.entry;
  return ok(writeNpyHeader(elementFormats[element].dtype, shape).buffer);
}
