import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { npyElementOf } from './npyElement.ts';
import { type NpyHeader, npyHeaderBytes, readNpyHeader } from './npyHeader.ts';
import { npyStorage } from './npyStorage.ts';
import { checkNpySize, readNpy } from './readNpy.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import { checkTensorShape } from '../common/checkTensorShape.ts';
import type { ZipArchive } from '../zip/openArchive.ts';
import type { ZipMember } from '../zip/zipMember.ts';

/** Bytes of a member that are read first; they hold nearly every header. */
const usualHeader = 128;

/** The longest header that is read, in bytes; an array of plain numbers never needs more. */
const longestHeader = 1 << 20;

/** Opens a `.npz` archive: every member `name.npy` is the tensor `name`. */
export async function openNpz(archive: ZipArchive, name: string): Promise<Result<TensorFile>> {
  const members = new Map<string, { readonly member: ZipMember; readonly header: NpyHeader }>();
  const entries: TensorEntry[] = [];
  const leftOut: string[] = [];
  for (const member of archive.values()) {
    const entry = await readEntry(member);
    if (entry.ok) {
      entries.push(entry.value.entry);
      members.set(entry.value.entry.key, { member, header: entry.value.header });
    } else leftOut.push(`${member.path}: ${entry.refusal.message}`);
  }
  const find = ({ key }: TensorEntry): Result<{ readonly member: ZipMember; readonly header: NpyHeader }> => {
    const found = members.get(key);
    return found === undefined ? refuse('file', `${name} has no tensor ${key}.`) : ok(found);
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
      const { member } = found.value;
      const bytes = await member.read(0, member.size);
      return bytes.ok ? readNpy(bytes.value, `${member.path} in ${name}`) : bytes;
    },
    locate: (entry) => {
      const found = find(entry);
      if (!found.ok) return Promise.resolve(found);
      const { member, header } = found.value;
      const { read, isDirect } = member.open();
      return Promise.resolve(npyStorage(header, `${member.path} in ${name}`, read, isDirect));
    },
  });
}

/** Reads the header of a member. Refusals call the member "it". */
async function readEntry(
  member: ZipMember,
): Promise<Result<{ readonly entry: TensorEntry; readonly header: NpyHeader }>> {
  const { path, size } = member;
  if (!path.endsWith('.npy')) return refuse('file', 'it is not a .npy file.');
  let start = await member.read(0, Math.min(size, usualHeader));
  if (!start.ok) return start;
  const wanted = Math.min(size, npyHeaderBytes(new Uint8Array(start.value)));
  if (wanted > longestHeader) return refuse('file', `it has a header of ${wanted} bytes.`);
  if (wanted > start.value.byteLength) start = await member.read(0, wanted);
  if (!start.ok) return start;
  const header = readNpyHeader(start.value, 'it');
  if (!header.ok) return header;
  const { descr, shape } = header.value;
  const shaped = checkTensorShape(shape);
  if (!shaped.ok) return shaped;
  const checked = checkNpySize(header.value, size, 'it');
  if (!checked.ok) return checked;
  const element = npyElementOf(descr, 'it');
  if (!element.ok) return element;
  const entry = { key: path.slice(0, -'.npy'.length), element: element.value.element, shape };
  return ok({ entry, header: header.value });
}
