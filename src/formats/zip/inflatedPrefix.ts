import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { crcOfBytes } from './crc.ts';
import { Chunks } from './chunks.ts';
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
  readonly #chunks = new Chunks();
  #stream: Inflating | null = null;
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
      return failure ?? ok(this.#chunks.copy(from, length));
    });
    this.#last = reading;
    return reading;
  }

  async #inflateTo(end: number): Promise<Result<never> | null> {
    this.#stream ??= new Inflating(this.#deflated, this.#label);
    while (this.#failure === null && this.#chunks.length < end) {
      const chunk = await this.#stream.next();
      if (!chunk.ok) this.#failure = chunk;
      else if (chunk.value === null) this.#failure = this.#stream.endedEarly(this.#chunks.length, end);
      else this.#take(chunk.value);
      // The end of the member is the end of the stream, or the directory is wrong.
      if (this.#failure === null && this.#chunks.length === this.#size) await this.#finish();
    }
    if (this.#failure !== null) this.#stream.stop();
    return this.#failure;
  }

  #take(bytes: Uint8Array): void {
    if (this.#chunks.length + bytes.length > this.#size) {
      this.#failure = this.#tooLong();
      return;
    }
    this.#chunks.push(bytes);
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
}

/** Returns the refusal of a member whose bytes are not those that were archived. */
export function damaged(label: string): Result<never> {
  return refuse('file', `${label} is damaged: the CRC-32 of its bytes is not the one that the archive states.`);
}
