import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { elementCount, type Tensor } from '../../engine/core/tensor.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import { cancelledRefusal, scanStored } from './compareStored.ts';
import { type DifferenceOptions, type FilePair, locatePair, storedOptionsOf } from './comparePair.ts';
import type { EntryPair } from './pairEntries.ts';
import { blockPlacesOf, locateForComparison, readBlock } from './storedPair.ts';

/** Tensors of fewer elements often have the same values by chance. */
const fewestElements = 4;

/**
 * Returns, for the index of each tensor that is in one file only, the key under which the other file has a tensor of the
 * same shape and values that is in that file only. Nothing is said of a tensor with several such counterparts, such as
 * biases of zeros, unless the last part of one key is the same.
 */
export async function findTwins(
  pairs: readonly EntryPair[],
  files: FilePair,
  options: DifferenceOptions,
): Promise<Result<ReadonlyMap<number, string>>> {
  const removed = await headsOf(pairs, 'a', files.a, options);
  if (!removed.ok) return removed;
  const added = removed.value.size === 0 ? removed : await headsOf(pairs, 'b', files.b, options);
  if (!added.ok) return added;
  const twins = new Map<number, string>();
  for (const [head, here] of added.value) {
    const there = removed.value.get(head) ?? [];
    for (const b of here) {
      const a = counterpartOf(b, here, there);
      if (a === null) continue;
      const stored = await locatePair(files, a.entry, b.entry, options.admit);
      if (!stored.ok) continue;
      const compared = await scanStored(stored.value, storedOptionsOf(a.entry, b.entry, {}), options.pacing);
      if (!compared.ok) return compared;
      if (!compared.value.isEqual) continue;
      twins.set(b.index, a.entry.key);
      twins.set(a.index, b.entry.key);
    }
  }
  return ok(twins);
}

interface Unpaired {
  readonly index: number;
  readonly entry: TensorEntry;
}

/** Returns the tensor of the other file that is the only candidate, or the only one with the same last part of the key. */
function counterpartOf(b: Unpaired, here: readonly Unpaired[], there: readonly Unpaired[]): Unpaired | null {
  if (here.length === 1 && there.length === 1) return there[0] ?? null;
  const last = ({ entry: { key } }: Unpaired): string => key.slice(key.lastIndexOf('.') + 1);
  const same = (others: readonly Unpaired[]): readonly Unpaired[] => others.filter((other) => last(other) === last(b));
  const [candidates, rivals] = [same(there), same(here)];
  return candidates.length === 1 && rivals.length === 1 ? (candidates[0] ?? null) : null;
}

/** Returns the tensors that are in one file only, by their shape and a hash of their first block. */
async function headsOf(
  pairs: readonly EntryPair[],
  side: 'a' | 'b',
  file: TensorFile,
  options: DifferenceOptions,
): Promise<Result<ReadonlyMap<string, readonly Unpaired[]>>> {
  const heads = new Map<string, Unpaired[]>();
  for (const [index, pair] of pairs.entries()) {
    const entry = pair[side];
    if (entry === null || pair[side === 'a' ? 'b' : 'a'] !== null || elementCount(entry.shape) < fewestElements)
      continue;
    await options.pacing.rest();
    const head = await headOf(file, entry, options);
    if (!head.ok) return head;
    if (head.value === null) continue;
    const same = heads.get(head.value);
    if (same === undefined) heads.set(head.value, [{ index, entry }]);
    else same.push({ index, entry });
  }
  return ok(heads);
}

/** Returns the shape and a hash of the first block; null if the tensor cannot be read. Refused only if cancelled. */
async function headOf(
  file: TensorFile,
  entry: TensorEntry,
  { admit, pacing }: DifferenceOptions,
): Promise<Result<string | null>> {
  const stored = await locateForComparison(file, entry, admit);
  if (!stored.ok) return ok(null);
  const [first] = blockPlacesOf({ a: stored.value, b: stored.value });
  if (first === undefined) return ok(null);
  const block = await readBlock(stored.value, first);
  if (!block.ok) return ok(null);
  const hash = await pacing.run(hashOf(block.value));
  return hash === null ? cancelledRefusal : ok(`${entry.shape.join('x')} ${hash.value}`);
}

const elementsPerStep = 1 << 16;

/** Returns the FNV-1a hash of the numbers, as 32-bit words of their doubles. */
function* hashOf({ data }: Tensor): Steps<number> {
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  let hash = 0x811c9dc5;
  for (const [at, value] of data.entries()) {
    if (at % elementsPerStep === 0) yield { stage: 'Hash', done: at, total: data.length };
    // −0 equals 0, and a NaN is like any other.
    number[0] = value === 0 ? 0 : Number.isNaN(value) ? NaN : value;
    hash = Math.imul(hash ^ (words[0] as number), 0x01000193);
    hash = Math.imul(hash ^ (words[1] as number), 0x01000193);
  }
  return hash >>> 0;
}
