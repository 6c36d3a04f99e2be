import { ok, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { npyElementOf } from './npyElement.ts';
import { npyStorage } from './npyStorage.ts';
import { npyHeaderBytes, readNpyHeader } from './npyHeader.ts';
import { checkNpySize, readNpy } from './readNpy.ts';
import type { TensorFile } from '../common/tensorFile.ts';

/** Bytes that are read first; they hold nearly every header. */
const usualHeader = 128;

/** Opens a `.npy` file: one tensor, without a key. */
export async function openNpy(source: ByteSource): Promise<Result<TensorFile>> {
  const { name, size } = source;
  let start = await source.read(0, Math.min(size, usualHeader));
  if (!start.ok) return start;
  const wanted = Math.min(size, npyHeaderBytes(new Uint8Array(start.value)));
  if (wanted > start.value.byteLength) start = await source.read(0, wanted);
  if (!start.ok) return start;
  const header = readNpyHeader(start.value, name);
  if (!header.ok) return header;
  const checked = checkNpySize(header.value, size, name);
  if (!checked.ok) return checked;
  const element = npyElementOf(header.value.descr, name);
  if (!element.ok) return element;
  const entry = { key: '', element: element.value.element, shape: header.value.shape };
  return ok({
    format: 'npy',
    name,
    entries: [entry],
    leftOut: [],
    layers: [],
    read: async () => {
      const bytes = await source.read(0, size);
      return bytes.ok ? readNpy(bytes.value, name) : bytes;
    },
    locate: () => Promise.resolve(npyStorage(header.value, name, (from, length) => source.read(from, length))),
  });
}
