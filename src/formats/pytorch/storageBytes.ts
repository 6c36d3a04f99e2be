import { ok, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { readPickledBytes } from '../pickle/pickledBytes.ts';
import type { PickleBytes } from '../pickle/pickleValue.ts';
import type { ZipMember } from '../zip/zipMember.ts';
import type { PickledTensor } from './pickledTensor.ts';

/** The bytes of a storage, wherever they are: a member of an archive, a range of a file, or bytes in a pickle. */
export type StorageBytes = Pick<ZipMember, 'size' | 'read' | 'open'>;

/** Returns the bytes of a tensor's storage; undefined if they are not in the file. */
export type BytesOf = (view: PickledTensor) => StorageBytes | undefined;

/** Returns a range of a file as a storage. */
export function storageInFile(source: ByteSource, from: number, size: number): StorageBytes {
  const read: StorageBytes['read'] = (at, length) => source.read(from + at, length);
  return { size, read, open: () => ({ isDirect: true, read }) };
}

/** Returns bytes of a pickle, from byte `from` of them on, as a storage. A text is decoded once for many reads. */
export function storageInPickle(
  source: ByteSource,
  bytes: PickleBytes | Uint8Array,
  from: number,
  size: number,
): StorageBytes {
  const read = async (at: number, length: number): Promise<Result<ArrayBuffer>> => {
    const found = await readPickledBytes(source, bytes, from + at, length);
    return found.ok ? ok(found.value.buffer) : found;
  };
  const isDirect = bytes instanceof Uint8Array || bytes.encoding === 'raw';
  const open = (): ReturnType<StorageBytes['open']> => {
    if (isDirect) return { isDirect, read };
    let whole: Promise<Result<ArrayBuffer>> | null = null;
    return {
      isDirect,
      read: async (at, length) => {
        const all = await (whole ??= read(0, size));
        return all.ok ? ok(all.value.slice(at, at + length)) : all;
      },
    };
  };
  return { size, read, open };
}
