import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { maxInflateRatio, inflate } from './inflate.ts';

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
  /** Returns the byte at which the compressed data starts. Refuses a local header that disagrees with the directory. */
  locate(): Promise<Result<number>>;
}

/** Returns the file that an entry of the directory of the archive `source` describes. */
export function zipMemberOf(source: ByteSource, entry: DirectoryEntry): ZipMember {
  const { path, size, crc } = entry;
  const label = `${path} in ${source.name}`;
  let place: Promise<Result<number>> | null = null;
  const range = async (from: number, length: number): Promise<Result<ArrayBuffer>> => {
    const start = await (place ??= entry.locate());
    return start.ok ? await source.read(start.value + from, length) : start;
  };
  const read = async (from: number, length: number): Promise<Result<ArrayBuffer>> => {
    const checked = check(entry, label);
    if (!checked.ok) return checked;
    const whole = from === 0 && length === size;
    const bytes = await (entry.method === 0
      ? range(from, length)
      : inflate({ size: entry.compressedSize, read: range }, { from, length, whole }, label));
    if (!bytes.ok || !whole || crc32(new Uint8Array(bytes.value)) === crc) return bytes;
    return refuse('file', `${label} is damaged: the CRC-32 of its bytes is not the one that the archive states.`);
  };
  return { path, size, read };
}

function check(entry: DirectoryEntry, label: string): Result<null> {
  const { size, compressedSize, method, encrypted } = entry;
  if (encrypted) return refuse('file', `${label} is encrypted.`);
  if (method !== 0 && method !== 8) {
    return refuse('file', `${label} is compressed by method ${method}; only stored and deflated members can be read.`);
  }
  if (method === 0 ? size === compressedSize : size <= compressedSize * maxInflateRatio) return ok(null);
  return refuse(
    'file',
    `${label} cannot inflate to ${size} bytes: it has only ${compressedSize} bytes in the archive.`,
  );
}

/** For each byte, its CRC-32 remainder, with the bit-reversed polynomial of ISO 3309 (ZIP's APPNOTE, 4.4.7). */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  }
  return remainder;
});

/** Returns the CRC-32 of some bytes. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = (crc >>> 8) ^ (remainders[(crc ^ byte) & 0xff] as number);
  }
  return ~crc >>> 0;
}
