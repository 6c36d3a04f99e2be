import { ok, refuse, type Result } from '../engine/core/refusal.ts';
import type { Beside, ByteSource } from './common/byteSource.ts';
import { type ElementName, elementFormats } from './common/element.ts';
import { memoryBytesOf } from './common/memoryBytes.ts';
import { mayBePart } from './composed/partNames.ts';
import { openTensorFile } from './openTensorFile.ts';
import type { TensorEntry, TensorFile } from './common/tensorFile.ts';
import { quoted } from './common/quoted.ts';
import { rawLayoutOf } from './common/rawLayout.ts';
import { openRaw } from './openRaw.ts';
import { findEntry } from './common/tensorPath.ts';
import { writeNpy, writeNpyHeader } from './npy/writeNpy.ts';

/** Decides whether a tensor of this many bytes may be read; the refusal says why not. */
export type MemoryCheck = (bytes: number) => Result<null>;

/** An open tensor file and one of its tensors. */
export interface FoundTensor {
  readonly file: TensorFile;
  readonly entry: TensorEntry;
}

/**
 * Opens a tensor file and finds the tensor `key` in it, or the only tensor if `key` is null. A key that is a layout, such as
 * ":float32:1x3x6x6", reads the file as raw numbers.
 */
export async function findTensorEntry(
  source: ByteSource,
  key: string | null,
  beside: Beside,
): Promise<Result<FoundTensor>> {
  const layout = key === null ? null : rawLayoutOf(key);
  if (layout !== null) {
    const raw = openRaw(source, layout);
    return raw.ok ? ok({ file: raw.value, entry: raw.value.entries[0] as TensorEntry }) : raw;
  }
  const quick = key === null || mayBePart(key) ? null : await openTensorFile(source, beside, key);
  if (quick?.ok === false) return quick;
  const known = quick?.value.entries.find((entry) => entry.key === key);
  if (quick !== null && known !== undefined) return ok({ file: quick.value, entry: known });
  // A sentence about a tensor that is not there names others.
  const file = await openTensorFile(source, beside);
  if (!file.ok) return file;
  const entry = findEntry(file.value, key);
  return entry.ok ? ok({ file: file.value, entry: entry.value }) : entry;
}

/** A tensor that was read for the rest of the program. */
export interface NpyOfTensor {
  /** The tensor as the bytes of a `.npy` file. */
  readonly bytes: ArrayBuffer;
  /** The element type in the tensor's own file. */
  readonly element: ElementName;
}

/**
 * Reads a tensor of any tensor file as the bytes of a `.npy` file, which is what the rest of the program takes. A
 * `.npy` file is returned as it is; any other tensor becomes float32 or float64 (see {@link elementFormats}). A file of
 * a few bytes can claim any size, so `admit` checks the size before anything is read.
 */
export async function readTensorAsNpy(
  source: ByteSource,
  key: string | null,
  beside: Beside,
  admit: MemoryCheck,
): Promise<Result<NpyOfTensor>> {
  const found = await findTensorEntry(source, key, beside);
  if (!found.ok) return found;
  const { file, entry } = found.value;
  const { element } = entry;
  const whole = refusePart(found.value);
  if (!whole.ok) return whole;
  const admitted = admit(memoryBytesOf(entry));
  if (!admitted.ok) return admitted;
  if (file.format === 'npy' && entry.key === '') {
    const bytes = await source.read(0, source.size);
    return bytes.ok ? ok({ bytes: bytes.value, element }) : bytes;
  }
  const tensor = await file.read(entry);
  return tensor.ok ? ok({ bytes: writeNpy(tensor.value).buffer, element }) : tensor;
}

/**
 * Returns only the header of what {@link readTensorAsNpy} returns, for callers that need the shape. No data is read.
 */
export async function readShapeAsNpy(
  source: ByteSource,
  key: string | null,
  beside: Beside,
): Promise<Result<ArrayBuffer>> {
  const found = await findTensorEntry(source, key, beside);
  if (!found.ok) return found;
  const whole = refusePart(found.value);
  if (!whole.ok) return whole;
  const { element, shape } = found.value.entry;
  return ok(writeNpyHeader(elementFormats[element].dtype, shape).buffer);
}

/** Refuses to take a part of a composed weight for a tensor of a call. */
function refusePart({ file, entry: { key, partOf } }: FoundTensor): Result<null> {
  return partOf === undefined ? ok(null) : refuse('file', `${file.name}: ${quoted(key)} cannot be used: ${partOf}.`);
}
