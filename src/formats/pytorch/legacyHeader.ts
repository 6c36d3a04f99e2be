import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { pickleGet, pickleItemsOf } from '../pickle/pickleValue.ts';
import { type UnpickledValue, readPickle } from '../pickle/readPickle.ts';

/** What a file of torch.save before PyTorch 1.6 begins with, as a Python int. */
export const legacyMagic = 0x1950a86a20f9469cfc6cn;

/** The pickles of a file of torch.save before PyTorch 1.6; the storages follow. */
export interface LegacyHeader {
  readonly root: UnpickledValue;
  /** The keys of the storages, in their order in the file. */
  readonly keys: readonly string[];
  readonly little: boolean;
  /** The byte at which the first storage begins. */
  readonly dataFrom: number;
}

/** Reads the five pickles of a file of torch.save before PyTorch 1.6: its magic number, version, machine, content, storages. */
export async function readLegacyHeader(source: ByteSource): Promise<Result<LegacyHeader>> {
  const magic = await readPickle(source);
  if (!magic.ok) return magic;
  if (magic.value.value !== legacyMagic)
    return refuse('file', `${source.name} does not begin with the magic number of torch.save.`);
  const version = await readPickle(source, magic.value.end);
  if (!version.ok) return version;
  const machine = await readPickle(source, version.value.end);
  if (!machine.ok) return machine;
  const root = await readPickle(source, machine.value.end);
  if (!root.ok) return root;
  if (!root.value.isWhole)
    return refuse('file', `${source.name} has more values than can be read before its storages.`);
  const keys = await readPickle(source, root.value.end);
  if (!keys.ok) return keys;
  const names = pickleItemsOf(keys.value.value) ?? [];
  if (!names.every((name) => typeof name === 'string'))
    return refuse('file', `${source.name} has storages without names.`);
  const little = pickleGet(machine.value.value, 'little_endian') !== false;
  return ok({ root: root.value, keys: names, little, dataFrom: keys.value.end });
}
