import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';

/** A range of bytes of a file, from byte `from` to byte `to` − 1. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** Bytes in memory; `base` is the offset of the first of them in the file. */
export interface BytesInMemory {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly base: number;
}

/** The number of bytes that are fetched at once. Headers are close together, between data that is not read. */
const windowSize = 16_384;

/** The most protobuf fields that are read. Apart from tensor data, no model has nearly as many. */
const maxFields = 4_000_000;

/** The bytes of a model. One window of them is in memory at a time. */
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

  /** Returns bytes in memory that include the `length` bytes from `from` on. These must lie within the file. */
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

  /** Counts a field. Returns false if there are already as many fields as are read. */
  countField(): boolean {
    return this.#fieldsLeft-- > 0;
  }

  /** Returns a refusal whose message is the file's name followed by `problem`. */
  refuse(problem: string): Result<never> {
    return refuse('file', `${this.name} ${problem}.`);
  }
}
