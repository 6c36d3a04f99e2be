import { totalmem } from 'node:os';
import { bytesPerMegabyte } from '../../engine/validation/memory.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';

type Flags = ReadonlyMap<string, string>;

const defaultMegabytes = 1024;

/**
 * Reads `--memory-cap` and returns it in bytes, but at most the memory of the machine. On most systems a larger
 * allocation would succeed, and the process would be killed without a message when it writes to the memory.
 */
export function readMemoryCap(flags: Flags): Result<number> {
  const requested = requestedCap(flags);
  return requested.ok ? ok(Math.min(requested.value, machineMemory())) : requested;
}

/**
 * If a refusal is for lack of memory and the machine's memory is the limit, adds that a larger `--memory-cap` would not
 * help.
 */
export function explainMemoryCap<T>(result: Result<T>, flags: Flags): Result<T> {
  if (result.ok || result.refusal.argument !== 'memory') return result;
  const requested = requestedCap(flags);
  if (!requested.ok || requested.value <= machineMemory()) return result;
  return refuse('memory', `${result.refusal.message.replace(/\.$/, '')}, and this machine has no more memory`);
}

function requestedCap(flags: Flags): Result<number> {
  const text = flags.get('memory-cap');
  if (text === undefined) return ok(defaultMegabytes * bytesPerMegabyte);
  const megabytes = Number(text);
  return Number.isFinite(megabytes) && megabytes > 0
    ? ok(megabytes * bytesPerMegabyte)
    : refuse('memory', `memory-cap = ${JSON.stringify(text)} must be a number of megabytes greater than 0`);
}

/**
 * Returns the bytes of memory of the machine or, if the process runs in a container with a memory limit, that limit.
 */
function machineMemory(): number {
  const container = process.constrainedMemory();
  return container > 0 ? Math.min(container, totalmem()) : totalmem();
}
