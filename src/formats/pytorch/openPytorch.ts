import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { quoted } from '../common/quoted.ts';
import { readPickle } from '../pickle/readPickle.ts';
import { elementBytes } from '../common/element.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import type { ZipArchive } from '../zip/openArchive.ts';
import type { ZipMember } from '../zip/zipMember.ts';
import { collectTensors } from './collectTensors.ts';
import { checkView, readView } from './readView.ts';
import type { StorageView } from './tensorView.ts';

/** The longest data.pkl that is read, in bytes. */
const maxPickleBytes = 1 << 26;

/**
 * Opens a file of `torch.save`. The `data.pkl` of the archive describes tensors as views of storages, which are members
 * of their own (https://pytorch.org/docs/stable/notes/serialization.html). The pickle is read as data; nothing in it is
 * executed.
 */
export async function openPytorch(archive: ZipArchive, pickle: string, name: string): Promise<Result<TensorFile>> {
  const member = archive.get(pickle);
  if (member === undefined) return refuse('file', `${name} has no ${pickle}.`);
  if (member.size > maxPickleBytes) {
    return refuse(
      'file',
      `${quoted(pickle)} in ${name} has ${member.size} bytes; at most ${maxPickleBytes} can be read.`,
    );
  }
  const prefix = pickle.slice(0, -'data.pkl'.length);
  const little = await isLittle(archive, `${prefix}byteorder`, name);
  if (!little.ok) return little;
  const bytes = await member.read(0, member.size);
  if (!bytes.ok) return bytes;
  const value = readPickle(new Uint8Array(bytes.value));
  const storageOf = (key: string) => archive.get(`${prefix}data/${key}`);
  const collected = value.ok ? collectTensors(value.value, (view) => checkView(view, storageOf(view.storage))) : value;
  if (!collected.ok) {
    return refuse('file', `${quoted(pickle)} in ${name} cannot be read: ${collected.refusal.message}`);
  }
  const { views, leftOut } = collected.value;
  const find = ({ key }: TensorEntry): Result<{ readonly view: StorageView; readonly member: ZipMember }> => {
    const view = views.get(key);
    const storage = view === undefined ? undefined : storageOf(view.storage);
    return view === undefined || storage === undefined
      ? refuse('file', `${name} has no tensor ${quoted(key)}.`)
      : ok({ view, member: storage });
  };
  return ok({
    format: 'pytorch',
    name,
    entries: [...views].map(([key, { element, shape }]) => ({ key, element, shape })),
    leftOut,
    layers: [],
    read: async (entry) => {
      const found = find(entry);
      return found.ok ? await readView(found.value.view, found.value.member, little.value) : found;
    },
    locate: (entry) => {
      const found = find(entry);
      if (!found.ok) return Promise.resolve(found);
      const { element, shape, strides, offset } = found.value.view;
      const start = offset * elementBytes(element);
      return Promise.resolve(
        ok({ element, little: little.value, shape, strides, start, ...found.value.member.open() }),
      );
    },
  });
}

/** Reads the byte order. Files before PyTorch 2.1 do not state it; nearly all are little-endian. */
async function isLittle(archive: ZipArchive, path: string, name: string): Promise<Result<boolean>> {
  const member = archive.get(path);
  if (member === undefined) return ok(true);
  const bytes = await member.read(0, Math.min(member.size, 'little'.length));
  if (!bytes.ok) return bytes;
  const order = String.fromCharCode(...new Uint8Array(bytes.value));
  if (order === 'little' || order === 'big') return ok(order === 'little');
  return refuse('file', `${quoted(path)} in ${name} is neither "little" nor "big".`);
}
