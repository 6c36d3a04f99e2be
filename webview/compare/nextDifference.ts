import { ok, refuse, type Result } from '../../src/engine/core/refusal.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { type DifferenceStep, nextMismatchRequest, type PairComparison } from '../../src/protocol/tensorMessages.ts';

/**
 * Finds the flat index of the next or the previous mismatch, which the host looks for in the files; without mismatches,
 * of the next or the previous of the largest differences. Returns null if the tensors are equal everywhere.
 */
export async function nextDifference(
  host: Channel,
  { comparison }: PairComparison,
  step: DifferenceStep,
): Promise<Result<number | null>> {
  if (comparison.mismatches.count > 0) {
    const { reply } = host.call(nextMismatchRequest, step);
    const answer = await reply;
    return answer.ok ? answer.value : refuse('file', 'The files could not be read.');
  }
  const { from, by } = step;
  const worst = comparison.worst.filter(({ value }) => value > 0).map(({ at }) => at);
  const here = worst.indexOf(from);
  const beside = here < 0 && by < 0 ? worst.length - 1 : here + by;
  return ok(worst[(beside + worst.length) % Math.max(1, worst.length)] ?? null);
}
