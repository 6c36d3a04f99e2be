import type { Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import type { TensorFile } from '../common/tensorFile.ts';
import { npyHeaderBytes, readNpyHeader } from '../npy/npyHeader.ts';
import { openPickle } from './openPickle.ts';

/** Bytes that are read first; they hold nearly every header. */
const usualHeader = 128;

/**
 * Opens a `.npy` file of Python objects, which is a pickle after a header: what numpy.save writes of a dict of arrays. Null
 * for any other `.npy` file.
 */
export async function openPickledNpy(source: ByteSource): Promise<Result<TensorFile> | null> {
  let start = await source.read(0, Math.min(source.size, usualHeader));
  if (!start.ok) return start;
  const wanted = Math.min(source.size, npyHeaderBytes(new Uint8Array(start.value)));
  if (wanted > start.value.byteLength) start = await source.read(0, wanted);
  if (!start.ok) return start;
  const header = readNpyHeader(start.value, source.name);
  if (!header.ok || header.value.descr !== '|O') return null;
  return await openPickle(source, header.value.dataOffset);
}
