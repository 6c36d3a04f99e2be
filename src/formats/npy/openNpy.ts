import { ok, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import type { TensorFile } from '../common/tensorFile.ts';
import { npyEntries, npyLeftOut, npyStorage } from './npyArray.ts';
import { openNpyArray } from './openNpyArray.ts';
import { readNpy } from './readNpy.ts';

/** Opens a `.npy` file: one tensor, without a key; or one for each type that its elements may be. */
export async function openNpy(source: ByteSource): Promise<Result<TensorFile>> {
  const { name, size } = source;
  const array = await openNpyArray(source, name);
  if (!array.ok) return array;
  const isChosen = array.value.elements.length > 1;
  return ok({
    format: 'npy',
    name,
    entries: npyEntries(array.value, ''),
    leftOut: npyLeftOut(array.value),
    layers: [],
    read: async ({ element }) => {
      const bytes = await source.read(0, size);
      return bytes.ok ? readNpy(bytes.value, name, isChosen ? element : undefined) : bytes;
    },
    locate: ({ element }) => {
      const read = (from: number, length: number): Promise<Result<ArrayBuffer>> => source.read(from, length);
      return Promise.resolve(ok(npyStorage(array.value, element, { read, isDirect: true })));
    },
  });
}
