import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { formatBytes } from '../../scenario/text/format.ts';

/**
 * Returns a refusal if something would need more than `cap` bytes. Called before the bytes are allocated. `what` is the
 * subject of the sentence.
 */
export function refuseLarger(what: string, bytes: number, cap: number): Result<null> {
  return bytes <= cap
    ? ok(null)
    : refuse(
        'memory',
        `${what} needs ${formatBytes(bytes)}, more than the memory cap of ${formatBytes(cap)} (--memory-cap)`,
      );
}
