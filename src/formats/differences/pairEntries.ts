import { isSameShape, type Shape } from '../../engine/core/tensor.ts';
import type { TensorEntry } from '../common/tensorFile.ts';

/** A tensor of two files, or of one of them only. At least one of `a` and `b` is not null. */
export interface EntryPair {
  /** The tensor in the first file; null if it is only in the second. */
  readonly a: TensorEntry | null;
  /** The tensor in the second file; null if it is only in the first. */
  readonly b: TensorEntry | null;
}

/** Returns the name of a pair: the key in the second file, or in the first if it is only there. */
export function keyOfPair({ a, b }: EntryPair): string {
  return (b ?? a)?.key ?? '';
}

/** Returns true if the tensor has one name in the first file and another one in the second. */
export function isRenamed({ a, b }: EntryPair): boolean {
  return a !== null && b !== null && a.key !== b.key;
}

/** Returns true if both tensors of a pair exist and have the same shape. */
export function isComparable(pair: EntryPair): pair is { readonly a: TensorEntry; readonly b: TensorEntry } {
  return pair.a !== null && pair.b !== null && isSameShape(pair.a.shape, pair.b.shape);
}

/** Returns the shape of a pair: that in the second file or, if the tensor is only in the first, the shape there. */
export function shapeOfPair({ a, b }: EntryPair): Shape {
  return (b ?? a)?.shape ?? [];
}

/**
 * Pairs the tensors of two files by their keys, in the order of the first file; the others of the second file follow.
 * Two files of one tensor each are a pair whatever the keys. If most keys differ only by a prefix, as `module.` of
 * DataParallel, tensors of the same shape are paired without it.
 */
export function pairEntries(a: readonly TensorEntry[], b: readonly TensorEntry[]): readonly EntryPair[] {
  const [onlyA, onlyB] = [a[0], b[0]];
  if (a.length === 1 && b.length === 1 && onlyA !== undefined && onlyB !== undefined) return [{ a: onlyA, b: onlyB }];
  const inA = byKey(a);
  const inB = byKey(b);
  const renamed = renamedByPrefix(
    a.filter(({ key }) => !inB.has(key)),
    b.filter(({ key }) => !inA.has(key)),
  );
  const taken = new Set(renamed.values());
  return [
    ...a.map((entry): EntryPair => ({ a: entry, b: inB.get(entry.key) ?? renamed.get(entry) ?? null })),
    ...b.filter((entry) => !inA.has(entry.key) && !taken.has(entry)).map((entry): EntryPair => ({ a: null, b: entry })),
  ];
}

function byKey(entries: readonly TensorEntry[]): ReadonlyMap<string, TensorEntry> {
  return new Map(entries.map((entry) => [entry.key, entry]));
}

type Renamed = ReadonlyMap<TensorEntry, TensorEntry>;

/** Returns, for tensors of the first file, those of the second file whose keys differ by one prefix that most have. */
function renamedByPrefix(a: readonly TensorEntry[], b: readonly TensorEntry[]): Renamed {
  const added = pairsWithPrefix(a, b);
  const stripped = pairsWithPrefix(b, a);
  const most = added.size >= stripped.size ? added : new Map([...stripped].map(([longer, entry]) => [entry, longer]));
  return 2 * most.size >= Math.min(a.length, b.length) ? most : new Map();
}

/** Returns the pairs of tensors whose keys are KEY in `short` and PREFIX.KEY in `long`, for the most frequent prefix. */
function pairsWithPrefix(short: readonly TensorEntry[], long: readonly TensorEntry[]): Map<TensorEntry, TensorEntry> {
  const shorter = byKey(short);
  const byPrefix = new Map<string, Map<TensorEntry, TensorEntry>>();
  for (const entry of long) {
    const { key } = entry;
    for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
      const found = shorter.get(key.slice(dot + 1));
      if (found === undefined || !isSameShape(found.shape, entry.shape)) continue;
      const prefix = key.slice(0, dot);
      byPrefix.set(prefix, (byPrefix.get(prefix) ?? new Map<TensorEntry, TensorEntry>()).set(found, entry));
    }
  }
  const none = new Map<TensorEntry, TensorEntry>();
  return [...byPrefix.values()].reduce((most, pairs) => (pairs.size > most.size ? pairs : most), none);
}
