import { ok, refuse, type Result } from '../../engine/core/refusal.ts';

/** The largest factor by which deflate can expand: a match of 258 bytes takes at least two bits. */
export const maxInflateRatio = 1032;

/**
 * Number of bytes in the first range that is read, and in each later one. The first is small because often only a
 * header is needed.
 */
const firstRange = 512;
const laterRange = 1 << 18;

/** The compressed bytes of a file in the archive. */
export interface Deflated {
  readonly size: number;
  read(from: number, length: number): Promise<Result<ArrayBuffer>>;
}

/**
 * Inflates the data and returns the bytes `from` … `from + length − 1`. Does not keep bytes outside this range and
 * allocates nothing before the bytes exist. If `whole`, refuses data that continues after the range. `label` names the
 * file in error messages.
 */
export async function inflate(
  deflated: Deflated,
  { from, length, whole }: { readonly from: number; readonly length: number; readonly whole: boolean },
  label: string,
): Promise<Result<ArrayBuffer>> {
  const { readable, writable } = new DecompressionStream('deflate-raw');
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  const state: { stopped: boolean; failure: Result<never> | null } = {
    stopped: false,
    failure: null,
  };
  const feeding = feed(deflated, writer, state).catch(() => undefined);
  const stop = (): void => {
    state.stopped = true;
    // If one of them failed before, the failure has been reported or no longer matters.
    for (const stopping of [reader.cancel(), writer.abort(), feeding]) stopping.catch(() => undefined);
  };
  const kept: Uint8Array[] = [];
  const end = from + length;
  let at = 0;
  try {
    while (whole || at < end) {
      const { done, value } = await reader.read();
      if (done || value === undefined) break;
      if (whole && at + value.length > end) {
        stop();
        return refuse('file', `${label} inflates to more than the ${end} bytes that the directory states.`);
      }
      const [first, last] = [Math.max(from, at), Math.min(end, at + value.length)];
      // Copies, because a view would keep the whole chunk in memory.
      if (first < last) kept.push(value.slice(first - at, last - at));
      at += value.length;
    }
  } catch {
    stop();
    return state.failure ?? refuse('file', `${label} has broken deflate data after ${at} inflated bytes.`);
  }
  stop();
  if (at < end) {
    return state.failure ?? refuse('file', `${label} inflates to ${at} bytes; ${end} are needed.`);
  }
  return ok(joined(kept, length));
}

async function feed(
  deflated: Deflated,
  writer: ReturnType<DecompressionStream['writable']['getWriter']>,
  state: { readonly stopped: boolean; failure: Result<never> | null },
): Promise<void> {
  for (let at = 0, range = firstRange; at < deflated.size && !state.stopped; range = laterRange) {
    const bytes = await deflated.read(at, Math.min(range, deflated.size - at));
    if (!bytes.ok) {
      state.failure = bytes;
      await writer.abort();
      return;
    }
    await writer.write(new Uint8Array(bytes.value));
    at += bytes.value.byteLength;
  }
  if (!state.stopped) await writer.close();
}

function joined(parts: readonly Uint8Array[], length: number): ArrayBuffer {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer;
}
