import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { crcOfBytes } from './crc.ts';
import { type Deflated, Inflating } from './inflate.ts';

/**
 * The beginning of a deflated member as far as it has been read. It is kept, so that no byte is inflated twice; at the end
 * the CRC-32 is checked.
 */
export class InflatedPrefix {
  readonly #deflated: Deflated;
  readonly #size: number;
  readonly #crc: number;
  readonly #label: string;
  readonly #chunks: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  #stream: Inflating | null = null;
  #end = 0;
  #crcSoFar = 0;
  #failure: Result<never> | null = null;
  /** Reads wait for one another, because the stream has one position. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(deflated: Deflated, size: number, crc: number, label: string) {
    this.#deflated = deflated;
    this.#size = size;
    this.#crc = crc;
    this.#label = label;
  }

  /** Returns the bytes `from` … `from + length − 1`, which must lie within the member. */
  read(from: number, length: number): Promise<Result<ArrayBuffer>> {
    const reading = this.#last.then(async () => {
      const failure = await this.#inflateTo(from + length);
      return failure ?? ok(this.#copy(from, length));
    });
    this.#last = reading;
    return reading;
  }

  async #inflateTo(end: number): Promise<Result<never> | null> {
    this.#stream ??= new Inflating(this.#deflated, this.#label);
    while (this.#failure === null && this.#end < end) {
      const chunk = await this.#stream.next();
      if (!chunk.ok) this.#failure = chunk;
      else if (chunk.value === null) this.#failure = this.#stream.endedEarly(this.#end, end);
      else this.#take(chunk.value);
      // The end of the member is the end of the stream, or the directory is wrong.
      if (this.#failure === null && this.#end === this.#size) await this.#finish();
    }
    if (this.#failure !== null) this.#stream.stop();
    return this.#failure;
  }

  #take(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#size) {
      this.#failure = this.#tooLong();
      return;
    }
    this.#chunks.push({ at: this.#end, bytes });
    this.#end += bytes.length;
    this.#crcSoFar = crcOfBytes(bytes, this.#crcSoFar);
  }

  async #finish(): Promise<void> {
    const rest = await this.#stream?.next();
    if (rest?.ok === false) this.#failure = rest;
    else if (rest?.value) this.#failure = this.#tooLong();
    else if (this.#crcSoFar !== this.#crc) this.#failure = damaged(this.#label);
  }

  #tooLong(): Result<never> {
    return refuse('file', `${this.#label} inflates to more than the ${this.#size} bytes that the directory states.`);
  }

  #copy(from: number, length: number): ArrayBuffer {
    const bytes = new Uint8Array(length);
    const end = from + length;
    let [low, high] = [0, this.#chunks.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#chunks[middle]?.at ?? 0) <= from) low = middle;
      else high = middle;
    }
    for (const { at, bytes: chunk } of this.#chunks.slice(low)) {
      if (at >= end) break;
      const [first, last] = [Math.max(from, at), Math.min(end, at + chunk.length)];
      if (first < last) bytes.set(chunk.subarray(first - at, last - at), first - from);
    }
    return bytes.buffer;
  }
}

/** Returns the refusal of a member whose bytes are not those that were archived. */
export function damaged(label: string): Result<never> {
  return refuse('file', `${label} is damaged: the CRC-32 of its bytes is not the one that the archive states.`);
}
