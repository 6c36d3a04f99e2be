import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { visibleText } from '../../engine/core/visibleText.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { quoted } from '../common/quoted.ts';
import { decodeUtf8 } from '../common/utf8.ts';

/** The shard of each tensor, as paths relative to the index, in the order of the index. */
export type WeightMap = ReadonlyMap<string, string>;

/** The longest index that is read, in bytes; that of a million tensors is shorter. */
const maxBytes = 1 << 27;

/** The most shards, each of which is opened. */
const maxShards = 10_000;

/**
 * Reads the index of a checkpoint in shards, as Hugging Face's libraries write it: a JSON object whose `weight_map` has
 * the shard of each tensor.
 */
export async function readWeightMap(source: ByteSource): Promise<Result<WeightMap>> {
  const { name, size } = source;
  if (size > maxBytes) return refuse('file', `${name} is an index of ${size} bytes; at most ${maxBytes} can be read.`);
  const bytes = await source.read(0, size);
  if (!bytes.ok) return bytes;
  const text = decodeUtf8(new Uint8Array(bytes.value));
  if (text === null) return refuse('file', `${name} is not an index of shards: it is not UTF-8 text.`);
  const content = parsed(text);
  if (!content.ok)
    return refuse('file', `${name} is not an index of shards: it is not JSON (${content.refusal.message}).`);
  const map = isRecord(content.value) ? content.value.weight_map : undefined;
  if (!isRecord(map))
    return refuse(
      'file',
      `${name} is not an index of shards: it has no "weight_map". Open the file with the weights itself.`,
    );
  const shards = new Map<string, string>();
  for (const [key, shard] of Object.entries(map)) {
    if (typeof shard !== 'string') return refuse('file', `${name}: the shard of ${quoted(key)} must be a file name.`);
    shards.set(key, shard);
  }
  const count = new Set(shards.values()).size;
  return count > maxShards
    ? refuse('file', `${name} names ${count} shards; at most ${maxShards} can be read.`)
    : ok(shards);
}

function parsed(text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text.replace(/^\ufeff/, '')));
  } catch (error) {
    return refuse('file', visibleText(messageOf(error)));
  }
}

function isRecord(value: unknown): value is { readonly weight_map?: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
