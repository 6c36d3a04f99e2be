import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { quoted, shownName } from '../common/quoted.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import { refuseMissing } from '../common/refuseMissing.ts';
import type { ZipArchive } from '../zip/openArchive.ts';
import type { ZipMember } from '../zip/zipMember.ts';
import { type NpyArray, npyEntries, npyLeftOut, npyStorage } from './npyArray.ts';
import { openNpyArray } from './openNpyArray.ts';
import { readNpy } from './readNpy.ts';

/** A member of an archive, and the array in it. */
interface NpzArray {
  readonly kind: 'array';
  readonly member: ZipMember;
  readonly array: NpyArray;
}

/** A tensor in a member of Python objects. */
interface NpzObject {
  readonly kind: 'object';
  readonly file: TensorFile;
  readonly entry: TensorEntry;
}

/**
 * Opens a member of Python objects, what numpy.savez writes of a dict of arrays; null for any other member. Refusals call the
 * member "it".
 */
type OpenObjects = (member: ZipMember) => Promise<Result<TensorFile> | null>;

/**
 * Opens a `.npz` archive: every member `name.npy` is the tensor `name`, and one of Python objects has its tensors under
 * `name.key`. If `wanted` is the name of a member, only that one is opened, because reading 100,000 headers takes seconds.
 */
export async function openNpz(
  archive: ZipArchive,
  name: string,
  wanted: string | null,
  openObjects: OpenObjects,
): Promise<Result<TensorFile>> {
  const arrays = new Map<string, NpzArray | NpzObject>();
  const entries: TensorEntry[] = [];
  const leftOut: string[] = [];
  const only = wanted === null ? undefined : archive.get(`${wanted}.npy`);
  for (const member of only === undefined ? archive.values() : [only]) {
    const array = await openMember(member);
    const stem = member.path.slice(0, -'.npy'.length);
    const objects = array.ok || !member.path.endsWith('.npy') ? null : await openObjects(member);
    if (objects?.ok === true) {
      for (const entry of objects.value.entries) {
        const key = entry.key === '' ? stem : `${stem}.${entry.key}`;
        if (arrays.has(key)) continue;
        arrays.set(key, { kind: 'object', file: objects.value, entry });
        entries.push({ ...entry, key });
      }
      leftOut.push(...objects.value.leftOut.map((line) => `${shownName(stem)}: ${line}`));
      continue;
    }
    if (!array.ok && only !== undefined) {
      return refuse('file', `${name}: ${quoted(member.path)} cannot be read: ${array.refusal.message}`);
    }
    if (!array.ok) {
      leftOut.push(`${shownName(member.path)}: ${(objects ?? array).refusal.message}`);
      continue;
    }
    for (const entry of npyEntries(array.value, stem)) {
      if (arrays.has(entry.key)) continue;
      arrays.set(entry.key, { kind: 'array', member, array: array.value });
      entries.push(entry);
    }
    leftOut.push(...npyLeftOut(array.value).map((line) => `${shownName(member.path)}: ${line}`));
  }
  const find = ({ key }: TensorEntry): Result<NpzArray | NpzObject> => {
    const found = arrays.get(key);
    return found === undefined ? refuseMissing(name, key) : ok(found);
  };
  return ok({
    format: 'npz',
    name,
    entries,
    leftOut,
    layers: [],
    read: async (entry) => {
      const found = find(entry);
      if (!found.ok) return found;
      if (found.value.kind === 'object') return await found.value.file.read(found.value.entry);
      const { member, array } = found.value;
      const bytes = await member.read(0, member.size);
      const chosen = array.elements.length > 1 ? entry.element : undefined;
      return bytes.ok ? readNpy(bytes.value, `${quoted(member.path)} in ${name}`, chosen) : bytes;
    },
    locate: (entry) => {
      const found = find(entry);
      if (!found.ok) return Promise.resolve(found);
      if (found.value.kind === 'object') return found.value.file.locate(found.value.entry);
      const { member, array } = found.value;
      return Promise.resolve(ok(npyStorage(array, entry.element, member.open())));
    },
  });
}

/** Reads the header of a member. Refusals call the member "it". */
async function openMember(member: ZipMember): Promise<Result<NpyArray>> {
  const { path, size } = member;
  if (!path.endsWith('.npy')) return refuse('file', 'it is not a .npy file.');
  const read: ZipMember['read'] = (from, length) => (from === 0 ? member.readStart(length) : member.read(from, length));
  return await openNpyArray({ size, read }, 'it');
}
