import type { Refusal } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';

/** No directory is larger: it would list millions of members. */
const longestRead = 1 << 26;

/** How many reads finding and reading a directory may take; it takes a dozen, a hostile one would make millions. */
const mostReads = 10_000;

/** A source that could not be read, thrown through the library to whoever called it. */
export class SourceFailure extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** A source as @zip.js/zip.js reads one: a range beyond its end is cut short. */
export class SourceReader {
  readonly size: number;
  readonly #source: ByteSource;
  #reads = 0;

  constructor(source: ByteSource) {
    this.size = source.size;
    this.#source = source;
  }

  /** Allows as many reads again: what is asked for from now on is another question. */
  renew(): void {
    this.#reads = 0;
  }

  async readUint8Array(from: number, length: number): Promise<Uint8Array> {
    const there = Math.min(length, this.size - from);
    if (!(from >= 0 && there > 0)) return new Uint8Array(0);
    if (there > longestRead || ++this.#reads > mostReads) {
      throw new Error('Directory too large');
    }
    const bytes = await this.#source.read(from, there);
    if (!bytes.ok) throw new SourceFailure(bytes.refusal);
    return new Uint8Array(bytes.value);
  }
}
