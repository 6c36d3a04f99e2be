import type { Refusal } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';

/** The largest range, in bytes, that the library may read. Only a directory of millions of files would be larger. */
const maxReadBytes = 1 << 26;

/**
 * The most reads that one request to the library may take. Finding and reading a directory takes a dozen; a malicious
 * archive could cause millions.
 */
const maxReads = 10_000;

/** Thrown if the source cannot be read. Passes through the library to the caller and carries the source's refusal. */
export class SourceFailure extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/**
 * Adapts a {@link ByteSource} to the reader interface of @zip.js/zip.js, in which a range beyond the end is cut short.
 */
export class SourceReader {
  readonly size: number;
  readonly #source: ByteSource;
  #reads = 0;

  constructor(source: ByteSource) {
    this.size = source.size;
    this.#source = source;
  }

  /** Resets the count of reads before the next request to the library. */
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
