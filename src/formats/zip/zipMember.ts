import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { maxInflateRatio, inflate } from './inflate.ts';

/** One file of a ZIP archive, read by ranges. */
export interface ZipMember {
  /** Its path in the archive. */
  readonly path: string;
  /** Bytes, inflated. */
  readonly size: number;
  /**
   * The bytes `from` … `from + length − 1`, which lie within `size`; of a deflated member all before them
   * are inflated as well. Their checksum is compared where it is the whole.
   */
  read(from: number, length: number): Promise<Result<ArrayBuffer>>;
}

/** What the archive's directory says of a member. */
export interface DirectoryEntry {
  readonly path: string;
  readonly size: number;
  readonly compressedSize: number;
  /** APPNOTE 4.4.5: 0 stored, 8 deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  /** Where its bytes start, behind its local header, which is compared with the directory. */
  locate(): Promise<Result<number>>;
}

/** A member as its directory entry describes it, in the archive `source`. */
export function zipMemberOf(source: ByteSource, entry: DirectoryEntry): ZipMember {
  const { path, size, crc } = entry;
  const label = `${path} in ${source.name}`;
  let place: Promise<Result<number>> | null = null;
  const range = async (from: number, length: number): Promise<Result<ArrayBuffer>> => {
    const start = await (place ??= entry.locate());
    return start.ok ? await source.read(start.value + from, length) : start;
  };
  const read = async (from: number, length: number): Promise<Result<ArrayBuffer>> => {
    const sound = check(entry, label);
    if (!sound.ok) return sound;
    const whole = from === 0 && length === size;
    const bytes = await (entry.method === 0
      ? range(from, length)
      : inflate({ size: entry.compressedSize, read: range }, { from, length, whole }, label));
    if (!bytes.ok || !whole || crc32(new Uint8Array(bytes.value)) === crc) return bytes;
    return refuse('file', `${label} is damaged: its bytes do not have the CRC-32 that the archive keeps of them.`);
  };
  return { path, size, read };
}

function check(entry: DirectoryEntry, label: string): Result<null> {
  const { size, compressedSize, method, encrypted } = entry;
  if (encrypted) return refuse('file', `${label} is encrypted.`);
  if (method !== 0 && method !== 8) {
    return refuse('file', `${label} is compressed by method ${method}; stored and deflated ones can be read.`);
  }
  if (method === 0 ? size === compressedSize : size <= compressedSize * maxInflateRatio) return ok(null);
  return refuse('file', `${label} cannot have ${size} bytes: it takes ${compressedSize} bytes of the archive.`);
}

/** The remainders of every byte, of the reversed polynomial of ISO 3309 (ZIP's APPNOTE, 4.4.7). */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  }
  return remainder;
});

/** The CRC-32 that ZIP keeps of a member's bytes. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = (crc >>> 8) ^ (remainders[(crc ^ byte) & 0xff] as number);
  }
  return ~crc >>> 0;
}
