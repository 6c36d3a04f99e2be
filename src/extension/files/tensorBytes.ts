import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { memoryBytesOf } from '../../formats/tensorBytes.ts';
import type { TensorEntry, TensorFile } from '../../formats/common/tensorFile.ts';
import { writeNpy } from '../../formats/npy/writeNpy.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { readSettings } from '../shared/settings.ts';

/** Reads a tensor of a file; one that takes more than the memory cap is refused before any of it is read. */
export async function readEntry(file: TensorFile, entry: TensorEntry): Promise<Result<Tensor>> {
  const { memoryCap } = readSettings();
  const needed = memoryBytesOf(entry);
  if (needed > memoryCap) {
    const name = entry.key === '' ? file.name : `${file.name}#${entry.key}`;
    return refuse(
      'memory',
      `${name} takes ${formatBytes(needed)}, more than the memory cap of ${formatBytes(memoryCap)} (setting convt.memoryCap).`,
    );
  }
  try {
    return await file.read(entry);
  } catch (error) {
    // Memory that is not there although the cap allows it.
    return refuse('memory', `${file.name} could not be read: ${messageOf(error)}`);
  }
}

/** A tensor of a file as the bytes of a `.npy` file: the form in which tensors go to a page. */
export async function npyOfEntry(file: TensorFile, entry: TensorEntry): Promise<Result<ArrayBuffer>> {
  const tensor = await readEntry(file, entry);
  return tensor.ok ? ok(writeNpy(tensor.value).buffer) : tensor;
}
