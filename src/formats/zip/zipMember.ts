import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { quoted } from '../common/quoted.ts';
import { crcOfBytes } from './crc.ts';
import { inflate, maxInflateRatio } from './inflate.ts';
import { damaged, InflatedPrefix } from './inflatedPrefix.ts';

/** A file in a ZIP archive, which can be read range by range. */
export interface ZipMember {
  /** The path in the archive. */
  readonly path: string;
  /** Number of bytes after inflation. */
  readonly size: number;
  /**
   * Reads the bytes `from` … `from + length − 1`, which must lie within `size`. If the file is deflated, all bytes
   * before the range are inflated as well. If the whole file is read, its CRC-32 is checked.
   */
  read(from: number, length: number): Promise<Result<ArrayBuffer>>;
  /**
   * Reads the first `length` bytes, which must lie within `size`. Many members, one after another, take few reads of the
   * archive.
   */
  readStart(length: number): Promise<Result<ArrayBuffer>>;
  /** Returns a source of this member's bytes for many reads: what a deflated member was inflated to is kept. */
  open(): OpenMember;
}

/** A member that is read many times. */
export interface OpenMember {
  /** False if a byte can be read only after all bytes before it. */
  readonly isDirect: boolean;
  readonly read: ZipMember['read'];
}

/** A file as the archive's directory describes it. */
export interface DirectoryEntry {
  readonly path: string;
  readonly size: number;
  readonly compressedSize: number;
  /** The compression method (APPNOTE 4.4.5): 0 is stored, 8 is deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  /**
   * Returns the byte at which the compressed data starts, by reading the local header with `read`. Refuses a local header
   * that disagrees with the directory.
   */
  locate(read: ByteSource['read']): Promise<Result<number>>;
  /** Reads short ranges of the archive, of many members one after another. */
  readonly readStart: ByteSource['read'];
}

/** Returns the file that an entry of the directory of the archive `source` describes. */
export function zipMemberOf(source: ByteSource, entry: DirectoryEntry): ZipMember {
  const { path, size, crc } = entry;
  const label = `${quoted(path)} in ${source.name}`;
  let place: Promise<Result<number>> | null = null;
  const rangeBy =
    (readBytes: ByteSource['read']): ByteSource['read'] =>
    async (from, length) => {
      const start = await (place ??= entry.locate(readBytes));
      return start.ok ? await readBytes(start.value + from, length) : start;
    };
  const range = rangeBy((from, length) => source.read(from, length));
  const readBy = async (ranges: ByteSource['read'], from: number, length: number): Promise<Result<ArrayBuffer>> => {
    const checked = check(entry, label);
    if (!checked.ok) return checked;
    const whole = from === 0 && length === size;
    const bytes = await (entry.method === 0
      ? ranges(from, length)
      : inflate({ size: entry.compressedSize, read: ranges }, { from, length, whole }, label));
    if (!bytes.ok || !whole || crcOfBytes(new Uint8Array(bytes.value)) === crc) return bytes;
    return damaged(label);
  };
  const read: ZipMember['read'] = (from, length) => readBy(range, from, length);
  const open = (): OpenMember => {
    if (entry.method === 0) return { isDirect: true, read };
    const prefix = new InflatedPrefix({ size: entry.compressedSize, read: range }, size, crc, label);
    return {
      isDirect: false,
      read: async (from, length) => {
        const checked = check(entry, label);
        return checked.ok ? await prefix.read(from, length) : checked;
      },
    };
  };
  return { path, size, read, readStart: (length) => readBy(rangeBy(entry.readStart), 0, length), open };
}

function check(entry: DirectoryEntry, label: string): Result<null> {
  const { size, compressedSize, method, encrypted } = entry;
  if (encrypted) return refuse('file', `${label} is encrypted: unpack the archive with its password.`);
  if (method !== 0 && method !== 8) {
    return refuse(
      'file',
      `${label} is compressed by method ${method}, and only stored and deflated members can be read: save it again with numpy.savez or torch.save.`,
    );
  }
  if (method === 0 ? size === compressedSize : size <= compressedSize * maxInflateRatio) return ok(null);
  return refuse(
    'file',
    `${label} cannot inflate to ${size} bytes: it has only ${compressedSize} bytes in the archive.`,
  );
}
