import { ok, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';

/** The block of a first read, and the largest block. */
const smallest = 1 << 12;
const largest = 1 << 20;

/**
 * Returns a reader of short ranges that come in the order of the file, such as the headers of many small members. It
 * reads blocks and keeps the last one. Blocks grow while the ranges follow each other closely, so that they cost few
 * reads, and are small again where they do not, so that little is read in vain.
 */
export function smallReads(source: ByteSource): ByteSource['read'] {
  let block: { readonly from: number; readonly bytes: ArrayBuffer } | null = null;
  let next = smallest;
  return async (from, length): Promise<Result<ArrayBuffer>> => {
    if (length > smallest) return await source.read(from, length);
    const inside = block !== null && from >= block.from && from + length <= block.from + block.bytes.byteLength;
    if (block === null || !inside) {
      const end = block === null ? 0 : block.from + block.bytes.byteLength;
      const isNear = block !== null && from + length > end && from - end < next;
      next = isNear ? Math.min(largest, 2 * next) : smallest;
      const read = await source.read(from, Math.min(source.size - from, Math.max(length, next)));
      if (!read.ok) return read;
      block = { from, bytes: read.value };
    }
    return ok(block.bytes.slice(from - block.from, from - block.from + length));
  };
}
