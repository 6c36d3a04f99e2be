import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { type ByteSource } from '../common/byteSource.ts';
import { quoted } from '../common/quoted.ts';
import type { TensorFile } from '../common/tensorFile.ts';
import { readPickle } from '../pickle/readPickle.ts';
import type { ZipArchive } from '../zip/openArchive.ts';
import type { ZipMember } from '../zip/zipMember.ts';
import { pickledFile, type PickleContent } from './pickledFile.ts';
import { scriptLayers } from './scriptLayers.ts';

/**
 * Opens a file of `torch.save` or of TorchScript. The `data.pkl` of the archive describes tensors as views of storages, which
 * are members of their own (https://pytorch.org/docs/stable/notes/serialization.html). TorchScript has the constants of its
 * code in `constants.pkl`, and its storages beside it. Pickles are read as data; nothing in them is executed, and code is
 * only searched for the arguments of transposed convolutions.
 */
export async function openPytorch(archive: ZipArchive, pickle: string, name: string): Promise<Result<TensorFile>> {
  const pickles = await archivedPickles(archive, pickle, name);
  if (!pickles.ok) return pickles;
  return await pickledFile(name, 'pytorch', pickles.value, (modules, entries) =>
    scriptLayers(archive, `${folderOf(pickle)}code/`, modules, entries, name),
  );
}

/** Reads the pickles of an archive of PyTorch: its `data.pkl`, and the constants of TorchScript beside it. */
export async function archivedPickles(
  archive: ZipArchive,
  pickle: string,
  name: string,
): Promise<Result<readonly PickleContent[]>> {
  const prefix = folderOf(pickle);
  const little = await isLittle(archive, `${prefix}byteorder`, name);
  if (!little.ok) return little;
  const pickles: PickleContent[] = [];
  for (const [path, folder, keys] of [
    [pickle, 'data', {}],
    [`${prefix}constants.pkl`, 'constants', { prefix: 'CONSTANTS', rootPrefix: 'c' }],
  ] as const) {
    const member = archive.get(path);
    if (member === undefined) continue;
    const source = memberSource(member, name);
    const read = await readPickle(source);
    if (!read.ok) return read;
    // The model of a lite interpreter may name a storage by its whole path.
    const storageOf = (key: string) =>
      archive.get(`${prefix}${folder}/${key}`) ?? (key.includes('/') ? archive.get(`${prefix}${key}`) : undefined);
    pickles.push({ source, read: read.value, storageOf, little: little.value, keys });
  }
  return pickles.length === 0 ? refuse('file', `${name} has no ${quoted(pickle)}.`) : ok(pickles);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Returns a member of an archive as a source. */
export function memberSource(member: ZipMember, name: string): ByteSource {
  const { path, size } = member;
  const { isDirect, read } = member.open();
  // A member that is read whole and once is checked against its checksum.
  const whole = (from: number, length: number) =>
    from === 0 && length === size ? member.read(0, size) : read(from, length);
  return { name: `${quoted(path)} in ${name}`, size, read: isDirect ? whole : read };
}

/** Reads the byte order. Files before PyTorch 2.1 do not state it; nearly all are little-endian. */
export async function isLittle(archive: ZipArchive, path: string, name: string): Promise<Result<boolean>> {
  const member = archive.get(path);
  if (member === undefined) return ok(true);
  const bytes = await member.read(0, Math.min(member.size, 'little'.length));
  if (!bytes.ok) return bytes;
  const order = String.fromCharCode(...new Uint8Array(bytes.value));
  if (order === 'little' || order === 'big') return ok(order === 'little');
  return refuse('file', `${quoted(path)} in ${name} is neither "little" nor "big".`);
}
