import type { Refusal } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';

/** The largest range that is read, in bytes; a larger directory would list millions of members. */
const maxReadBytes = 1 << 26;

/**
 * The most reads that finding and reading a directory may take. A dozen is normal; a hostile archive would cause
 * millions.
 */
const maxReads = 10_000;

/** The refusal of a source, thrown through the library to its caller. */
export class SourceFailure extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** A source as @zip.js/zip.js reads it: a range beyond the end is cut short. */
export class SourceReader {
  readonly size: number;
  readonly #source: ByteSource;
  #reads = 0;

  constructor(source: ByteSource) {
    this.size = source.size;
    this.#source = source;
  }

  /** Resets the count of reads, for the next question to the library. */
  renew(): void {
    this.#reads = 0;
  }

  async readUint8Array(from: number, length: number): Promise<Uint8Array> {
    const there = Math.min(length, this.size - from);
    if (!(from >= 0 && there > 0)) return new Uint8Array(0);
    if (there > maxReadBytes || ++this.#reads > maxReads) {
      throw new Error('Directory too large');
    }
    const bytes = await this.#source.read(from, there);
    if (!bytes.ok) throw new SourceFailure(bytes.refusal);
    return new Uint8Array(bytes.value);
  }
}
