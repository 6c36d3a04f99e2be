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
  const stream = new Inflating(deflated, label);
  const kept: Uint8Array[] = [];
  const end = from + length;
  let at = 0;
  while (whole || at < end) {
    const chunk = await stream.next();
    if (!chunk.ok) return chunk;
    const bytes = chunk.value;
    if (bytes === null) break;
    if (whole && at + bytes.length > end) {
      stream.stop();
      return refuse('file', `${label} inflates to more than the ${end} bytes that the directory states.`);
    }
    const [first, last] = [Math.max(from, at), Math.min(end, at + bytes.length)];
    // Copies, because a view would keep the whole chunk in memory.
    if (first < last) kept.push(bytes.slice(first - at, last - at));
    at += bytes.length;
  }
  stream.stop();
  return at < end ? stream.endedEarly(at, end) : ok(joined(kept, length));
}

interface FeedState {
  stopped: boolean;
  failure: Result<never> | null;
}

/** Deflated data that are inflated chunk by chunk. */
export class Inflating {
  readonly #label: string;
  readonly #reader: ReturnType<DecompressionStream['readable']['getReader']>;
  readonly #writer: ReturnType<DecompressionStream['writable']['getWriter']>;
  readonly #state: FeedState = { stopped: false, failure: null };
  readonly #feeding: Promise<void>;
  #at = 0;

  /** `wrapper` is what the deflated data stand in: nothing in an archive, otherwise zlib's header or gzip's. */
  constructor(deflated: Deflated, label: string, wrapper: 'deflate-raw' | 'deflate' | 'gzip' = 'deflate-raw') {
    const { readable, writable } = new DecompressionStream(wrapper);
    this.#label = label;
    this.#reader = readable.getReader();
    this.#writer = writable.getWriter();
    this.#feeding = feed(deflated, this.#writer, this.#state).catch(() => undefined);
  }

  /** Returns the next inflated bytes; null at the end of the data. Stops after a refusal. */
  async next(): Promise<Result<Uint8Array | null>> {
    try {
      const { done, value } = await this.#reader.read();
      if (done || value === undefined) return ok(null);
      this.#at += value.length;
      return ok(value);
    } catch {
      this.stop();
      const failure = this.#state.failure;
      return failure ?? refuse('file', `${this.#label} has broken deflate data after ${this.#at} inflated bytes.`);
    }
  }

  stop(): void {
    this.#state.stopped = true;
    // Either side may already have failed; that failure is reported elsewhere or no longer matters.
    for (const stopping of [this.#reader.cancel(), this.#writer.abort(), this.#feeding]) {
      stopping.catch(() => undefined);
    }
  }

  /** Returns the refusal of data that ends after `at` inflated bytes, of which `needed` are needed. */
  endedEarly(at: number, needed: number): Result<never> {
    return this.#state.failure ?? refuse('file', `${this.#label} inflates to ${at} bytes; ${needed} are needed.`);
  }
}

async function feed(
  deflated: Deflated,
  writer: ReturnType<DecompressionStream['writable']['getWriter']>,
  state: FeedState,
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
