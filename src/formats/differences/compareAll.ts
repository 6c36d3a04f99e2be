import type { Result } from '../../engine/core/refusal.ts';
import { type DifferenceOptions, comparePair, type FilePair, type PairDifference } from './comparePair.ts';
import { findTwins } from './findTwins.ts';
import type { EntryPair } from './pairEntries.ts';

/**
 * Compares all tensors of two files, in order; `learn` receives each difference as soon as it is known. Returns, for the
 * index of each tensor that is in one file only, the key under which the other file has its values. Refused only if the
 * comparison was cancelled.
 */
export async function compareAll(
  pairs: readonly EntryPair[],
  files: FilePair,
  options: DifferenceOptions,
  learn: (index: number, difference: PairDifference) => void,
): Promise<Result<ReadonlyMap<number, string>>> {
  for (const [index, pair] of pairs.entries()) {
    await options.pacing.rest();
    const difference = await comparePair(pair, files, options);
    if (!difference.ok) return difference;
    learn(index, difference.value);
  }
  return await findTwins(pairs, files, options);
}
