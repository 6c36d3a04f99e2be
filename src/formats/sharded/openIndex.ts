import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Beside, ByteSource } from '../common/byteSource.ts';
import { quoted, shownName } from '../common/quoted.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import { refuseMissing } from '../common/refuseMissing.ts';
import { readWeightMap, type WeightMap } from './readWeightMap.ts';

/** Opens one shard: a tensor file that is no index. `wanted` is the only tensor that is asked for, or null. */
export type OpenShard = (source: ByteSource, wanted: string | null) => Promise<Result<TensorFile>>;

/** Returns true for the name of an index, also of a variant: "model.safetensors.index.fp16.json". */
export function isIndexName(name: string): boolean {
  return /\.index(?:\.[\w-]+)?\.json$/i.test(name);
}

/** A tensor of a shard. */
interface ShardTensor {
  readonly shard: TensorFile;
  readonly entry: TensorEntry;
}

/**
 * Opens the index of a checkpoint in shards (`model.safetensors.index.json`, `pytorch_model.bin.index.json`): the tensors
 * of all shards in the order of the index. A shard that is missing or cannot be read is named with the number of its
 * tensors, and the others stay readable. If the tensor `wanted` is in the index, only its shard is opened.
 */
export async function openIndex(
  source: ByteSource,
  beside: Beside,
  wanted: string | null,
  openShard: OpenShard,
): Promise<Result<TensorFile>> {
  const { name } = source;
  const map = await readWeightMap(source);
  if (!map.ok) return map;
  const own = wanted === null ? undefined : map.value.get(wanted);
  const tensors = new Map<string, ShardTensor>();
  const leftOut: string[] = [];
  for (const [path, keys] of shardsOf(map.value, own)) {
    const shard = await openAt(path, own === undefined ? null : wanted, beside, openShard);
    if (!shard.ok && own !== undefined) {
      const why = `is in the shard ${quoted(path)}, which cannot be read: ${shard.refusal.message.replace(/\.$/, '')}`;
      return refuse('file', `${name}: ${quoted(wanted ?? '')} ${why}.`);
    }
    if (!shard.ok) {
      leftOut.push(lostShard(path, keys, shard.refusal.message));
      continue;
    }
    const wants = new Set(keys);
    const found = shard.value.entries.filter(({ key }) => wants.has(key));
    for (const entry of found) tensors.set(entry.key, { shard: shard.value, entry });
    if (own === undefined) leftOut.push(...missingTensors(path, keys, shard.value));
  }
  if (tensors.size === 0) {
    return refuse('file', `${name} has no readable tensor: ${leftOut[0] ?? 'it lists none'}.`.replace(/\.\.$/, '.'));
  }
  const find = ({ key }: TensorEntry): Result<ShardTensor> => {
    const found = tensors.get(key);
    return found === undefined ? refuseMissing(name, key) : ok(found);
  };
  return ok({
    format: 'shards',
    name,
    entries: [...map.value.keys()].flatMap((key) => tensors.get(key)?.entry ?? []),
    leftOut,
    layers: [],
    read: async (entry) => {
      const found = find(entry);
      return found.ok ? await found.value.shard.read(found.value.entry) : found;
    },
    locate: async (entry) => {
      const found = find(entry);
      return found.ok ? await found.value.shard.locate(found.value.entry) : found;
    },
  });
}

/** Returns the keys of each shard, or only those of the shard `own`. */
function shardsOf(map: WeightMap, own: string | undefined): ReadonlyMap<string, readonly string[]> {
  const shards = new Map<string, string[]>();
  for (const [key, path] of map) {
    if (own !== undefined && path !== own) continue;
    const keys = shards.get(path);
    if (keys === undefined) shards.set(path, [key]);
    else keys.push(key);
  }
  return shards;
}

async function openAt(
  path: string,
  wanted: string | null,
  beside: Beside,
  openShard: OpenShard,
): Promise<Result<TensorFile>> {
  const source = await beside(path);
  return source.ok ? await openShard(source.value, wanted) : source;
}

/** The most keys that a line names. */
const maxNamed = 3;

function someOf(keys: readonly string[]): string {
  const named = keys.slice(0, maxNamed).map(shownName).join(', ');
  return keys.length === 1
    ? `1 tensor, ${named}`
    : `${keys.length} tensors, ${named}${keys.length > maxNamed ? ', …' : ''}`;
}

function lostShard(path: string, keys: readonly string[], why: string): string {
  return `${shownName(path)}: ${someOf(keys)}, cannot be read: ${why.replace(/\.$/, '')}`;
}

/** Says which tensors the index expects in a shard that has none of the name; no line if it has all. */
function missingTensors(path: string, keys: readonly string[], shard: TensorFile): readonly string[] {
  const there = new Set(shard.entries.map(({ key }) => key));
  const missing = keys.filter((key) => !there.has(key));
  const listed = new Set(keys);
  const unlisted = shard.entries.map(({ key }) => key).filter((key) => !listed.has(key));
  return [
    ...(missing.length === 0 ? [] : [`${shownName(path)}: lacks ${someOf(missing)}, which the index expects there`]),
    ...(unlisted.length === 0 ? [] : [`${shownName(path)}: ${someOf(unlisted)}, not in the index`]),
  ];
}
