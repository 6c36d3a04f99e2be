import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { exportedBytes, exportedNpy } from '../../formats/exportedNpy.ts';
import { shownName } from '../../formats/common/quoted.ts';
import { memoryBytesOf } from '../../formats/common/memoryBytes.ts';
import type { TensorEntry, TensorFile } from '../../formats/common/tensorFile.ts';
import { writeNpy } from '../../formats/npy/writeNpy.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { readSettings } from '../shared/settings.ts';

/** Reads a tensor of a file. A tensor that exceeds the memory cap is refused before any of it is read. */
export async function readEntry(file: TensorFile, entry: TensorEntry): Promise<Result<Tensor>> {
  const admitted = refuseBeyondCap(file, entry, memoryBytesOf(entry));
  if (!admitted.ok) return admitted;
  try {
    return await file.read(entry);
  } catch (error) {
    // The cap allows the tensor, but the memory is not available.
    return refuse('memory', `${file.name} could not be read: ${messageOf(error)}`);
  }
}

/** Refuses to read a tensor, or a part of it, that would take more memory than the cap allows. */
export function refuseBeyondCap(file: TensorFile, entry: TensorEntry, needed: number): Result<null> {
  const { memoryCap } = readSettings();
  if (needed <= memoryCap) return ok(null);
  const name = entry.key === '' ? file.name : `${file.name}#${shownName(entry.key)}`;
  return refuse(
    'memory',
    `${name} takes ${formatBytes(needed)}, which exceeds the memory cap of ${formatBytes(memoryCap)} (setting convt.memoryCap).`,
  );
}

/** Returns a tensor as a `.npy` file that can take its place. A tensor that exceeds the memory cap is refused before. */
export async function exportEntry(file: TensorFile, entry: TensorEntry): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const admitted = refuseBeyondCap(file, entry, Math.max(memoryBytesOf(entry), exportedBytes(entry)));
  if (!admitted.ok) return admitted;
  try {
    return await exportedNpy(file, entry);
  } catch (error) {
    return refuse('memory', `${file.name} could not be read: ${messageOf(error)}`);
  }
}

/** Reads a tensor of a file as the bytes of a `.npy` file, the form in which tensors are sent to a page. */
export async function readEntryAsNpy(file: TensorFile, entry: TensorEntry): Promise<Result<ArrayBuffer>> {
  const tensor = await readEntry(file, entry);
  return tensor.ok ? ok(writeNpy(tensor.value).buffer) : tensor;
}
