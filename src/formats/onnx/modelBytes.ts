import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';

/** A range of bytes of a file: `from` is the first byte, `to` is behind the last. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** Bytes in memory, and the offset of the first of them in the file. */
export interface BytesInMemory {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly base: number;
}

/** Bytes that a small read fetches. Headers are close together, between data that is not read. */
const windowSize = 16_384;

/** The most protobuf fields that are read: far more than any model has outside of its tensor data. */
const maxFields = 4_000_000;

/** The bytes of a model, one window of which is in memory at a time. */
export class ModelBytes {
  readonly name: string;
  readonly size: number;
  readonly #source: ByteSource;
  #window: BytesInMemory = { bytes: new Uint8Array(0), base: 0 };
  #fieldsLeft = maxFields;

  constructor(source: ByteSource) {
    this.name = source.name;
    this.size = source.size;
    this.#source = source;
  }

  /**
   * Returns a window that starts at or before `from` and contains the `length` bytes from there, which must lie within
   * the file.
   */
  async hold(from: number, length: number): Promise<Result<BytesInMemory>> {
    const { bytes, base } = this.#window;
    if (from >= base && from + length <= base + bytes.length) return ok(this.#window);
    const wanted = Math.min(Math.max(length, windowSize), this.size - from);
    const read = await this.#source.read(from, wanted);
    if (!read.ok) return read;
    this.#window = { bytes: new Uint8Array(read.value), base: from };
    return ok(this.#window);
  }

  /** Reads the bytes of a range. */
  async bytes({ from, to }: ByteRange): Promise<Result<Uint8Array<ArrayBuffer>>> {
    if (from === to) return ok(new Uint8Array(0));
    const held = await this.hold(from, to - from);
    if (!held.ok) return held;
    const { bytes, base } = held.value;
    return ok(bytes.subarray(from - base, to - base));
  }

  /** Counts a field; returns false if the limit was already reached. */
  countField(): boolean {
    return this.#fieldsLeft-- > 0;
  }

  /** Refuses the file with a sentence whose subject is the name of the file. */
  refuse(problem: string): Result<never> {
    return refuse('file', `${this.name} ${problem}.`);
  }
}
