import { Gunzip } from 'fflate/browser';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { Chunks } from './chunks.ts';
import { crcOfBytes } from './crc.ts';

/** Bytes that are inflated at a time: at most 68 MB come of them before the limit is looked at. */
const step = 1 << 16;

/** Bytes after the data of a member: the CRC-32 and the length of what it inflates to. */
const trailerBytes = 8;

/** fflate's code of an error in the header of a member. */
const badHeader = 6;

/** What the trailer of a member, at byte `at` of the file, must say. */
interface Trailer {
  readonly at: number;
  readonly crc: number;
  readonly length: number;
}

/**
 * Inflates a gzip file of any number of members (RFC 1952, 2.2), which `cat`, pigz, bgzip and pgzip write one after another
 * and DecompressionStream does not read. Checks the CRC-32 of each. Stops when more than `most` bytes have been inflated, and
 * returns them.
 */
export async function inflatedMembers(source: ByteSource, most: number): Promise<Result<Chunks>> {
  const { name, size } = source;
  const chunks = new Chunks();
  const trailers: Trailer[] = [];
  let [crc, from] = [0, 0];
  const endMember = (at: number): void => {
    trailers.push({ at, crc, length: (chunks.length - from) >>> 0 });
    [crc, from] = [0, chunks.length];
  };
  const stream = new Gunzip((bytes) => {
    chunks.push(bytes);
    crc = crcOfBytes(bytes, crc);
  });
  stream.onmember = (next) => endMember(next - trailerBytes);
  for (let at = 0; at < size; at += step) {
    const bytes = await source.read(at, Math.min(step, size - at));
    if (!bytes.ok) return bytes;
    try {
      stream.push(new Uint8Array(bytes.value), at + step >= size);
    } catch (error) {
      return refuse('file', `${name} ${faultOf(error, chunks.length)}.`);
    }
    if (chunks.length > most) return ok(chunks);
  }
  endMember(size - trailerBytes);
  for (const trailer of trailers) {
    const bytes = await source.read(trailer.at, trailerBytes);
    if (!bytes.ok) return bytes;
    const view = new DataView(bytes.value);
    if (view.getUint32(0, true) === trailer.crc && view.getUint32(4, true) === trailer.length) continue;
    return refuse('file', `${name} is damaged or cut off (the CRC-32 of its bytes is not the one that it states).`);
  }
  return ok(chunks);
}

function faultOf(error: unknown, inflated: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === badHeader
    ? 'has bytes after its gzip data that are not gzip'
    : `is damaged or cut off (its gzip data can be read up to ${inflated} inflated bytes)`;
}
