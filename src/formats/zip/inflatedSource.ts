import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { bytesText } from '../common/amountText.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { Chunks } from './chunks.ts';
import { Inflating } from './inflate.ts';
import { inflatedMembers } from './inflatedMembers.ts';

/** The most bytes that a compressed file may inflate to. They stay in memory. */
const mostInflated = 1 << 28;

/**
 * Returns what a file that is compressed as a whole holds, as a source of the same name: a file of gzip (RFC 1952), of one or
 * several members, or of zlib (RFC 1950), in which joblib compresses. The whole is inflated and stays in memory; more than
 * 268 MB is refused. Null if nothing can be inflated after the two bytes of zlib's header, which may be those of a raw number.
 */
export async function inflatedSource(
  source: ByteSource,
  wrapper: 'gzip' | 'deflate',
): Promise<Result<ByteSource> | null> {
  const { name } = source;
  const streamed = await inflatedStream(source, wrapper);
  if (streamed === null) return null;
  // The platform inflates faster, but refuses a second member.
  const found = streamed.ok || wrapper === 'deflate' ? streamed : await inflatedMembers(source, mostInflated);
  if (!found.ok) {
    return refuse('file', `${found.refusal.message.replace(/\.$/, '')}: unpack it, or download or copy it again.`);
  }
  const chunks = found.value;
  if (chunks.length > mostInflated) {
    return refuse(
      'file',
      `${name} inflates to more than ${bytesText(mostInflated)}: unpack it and open the file in it.`,
    );
  }
  const read: ByteSource['read'] = (from, length) => Promise.resolve(ok(chunks.copy(from, length)));
  return ok({ name, size: chunks.length, isKept: true, read });
}

/** Inflates with the platform's decompression until the end, or until there is more than {@link mostInflated}. */
async function inflatedStream(source: ByteSource, wrapper: 'gzip' | 'deflate'): Promise<Result<Chunks> | null> {
  const stream = new Inflating(source, source.name, wrapper);
  const chunks = new Chunks();
  while (chunks.length <= mostInflated) {
    const chunk = await stream.next();
    if (!chunk.ok) return wrapper === 'deflate' && chunks.length === 0 ? null : chunk;
    if (chunk.value === null) break;
    chunks.push(chunk.value);
  }
  stream.stop();
  return ok(chunks);
}
