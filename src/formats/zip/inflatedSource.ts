import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { bytesText } from '../common/amountText.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { Chunks } from './chunks.ts';
import { Inflating } from './inflate.ts';

/** The most bytes that a compressed file may inflate to. They stay in memory. */
const mostInflated = 1 << 28;

/**
 * Returns what a file that is compressed as a whole holds, as a source of the same name: a file of gzip (RFC 1952), or of
 * zlib (RFC 1950), in which joblib compresses. The whole is inflated and stays in memory; more than 268 MB is refused. Null
 * if nothing can be inflated after the two bytes of zlib's header, which may be those of a raw number.
 */
export async function inflatedSource(
  source: ByteSource,
  wrapper: 'gzip' | 'deflate',
): Promise<Result<ByteSource> | null> {
  const { name } = source;
  const stream = new Inflating(source, name, wrapper);
  const chunks = new Chunks();
  for (;;) {
    const chunk = await stream.next();
    if (!chunk.ok) return wrapper === 'deflate' && chunks.length === 0 ? null : again(chunk.refusal.message);
    if (chunk.value === null) break;
    chunks.push(chunk.value);
    if (chunks.length > mostInflated) {
      stream.stop();
      return refuse(
        'file',
        `${name} inflates to more than ${bytesText(mostInflated)}: unpack it and open the file in it.`,
      );
    }
  }
  const read: ByteSource['read'] = (from, length) => Promise.resolve(ok(chunks.copy(from, length)));
  return ok({ name, size: chunks.length, isKept: true, read });
}

function again(why: string): Result<never> {
  return refuse('file', `${why.replace(/\.$/, '')}: unpack it, or download or copy it again.`);
}
