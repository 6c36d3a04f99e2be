import { totalmem } from 'node:os';
import { bytesPerMegabyte } from '../../engine/validation/memory.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';

type Flags = ReadonlyMap<string, string>;

const defaultMegabytes = 1024;

/**
 * `--memory-cap` in bytes, and never more than the machine has: an allocation beyond that succeeds
 * on most systems, and the process is killed without a word when it comes to be filled.
 */
export function readMemoryCap(flags: Flags): Result<number> {
  const asked = askedCap(flags);
  return asked.ok ? ok(Math.min(asked.value, machineMemory())) : asked;
}

/** A refusal for memory that a still larger `--memory-cap` would not change says so. */
export function explainMemoryCap<T>(result: Result<T>, flags: Flags): Result<T> {
  if (result.ok || result.refusal.argument !== 'memory') return result;
  const asked = askedCap(flags);
  if (!asked.ok || asked.value <= machineMemory()) return result;
  return refuse('memory', `${result.refusal.message.replace(/\.$/, '')}: this machine has no more`);
}

function askedCap(flags: Flags): Result<number> {
  const text = flags.get('memory-cap');
  if (text === undefined) return ok(defaultMegabytes * bytesPerMegabyte);
  const megabytes = Number(text);
  return Number.isFinite(megabytes) && megabytes > 0
    ? ok(megabytes * bytesPerMegabyte)
    : refuse('memory', `memory-cap = ${JSON.stringify(text)} must be a number of MB above 0`);
}

/** Bytes of the machine, or of the container that the process runs in (0 where there is none). */
function machineMemory(): number {
  const container = process.constrainedMemory();
  return container > 0 ? Math.min(container, totalmem()) : totalmem();
}
