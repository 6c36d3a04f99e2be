import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';

/** Bytes of a file: the first one, and the one behind the last. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** Bytes that are in memory, and where in the file the first of them is. */
export interface BytesInMemory {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly base: number;
}

/** Bytes read at once where few are asked for: headers stand close together, between data that is not read. */
const windowSize = 16_384;

/** Fields of messages that are gone over: far more than any model has outside of its tensors' data. */
const mostFields = 4_000_000;

/** A model's bytes, of which one window at a time is in memory. */
export class ModelBytes {
  readonly name: string;
  readonly size: number;
  readonly #source: ByteSource;
  #window: BytesInMemory = { bytes: new Uint8Array(0), base: 0 };
  #fieldsLeft = mostFields;

  constructor(source: ByteSource) {
    this.name = source.name;
    this.size = source.size;
    this.#source = source;
  }

  /** A window that starts at or before `from` and has at least `length` bytes from there; they lie in the file. */
  async hold(from: number, length: number): Promise<Result<BytesInMemory>> {
    const { bytes, base } = this.#window;
    if (from >= base && from + length <= base + bytes.length) return ok(this.#window);
    const wanted = Math.min(Math.max(length, windowSize), this.size - from);
    const read = await this.#source.read(from, wanted);
    if (!read.ok) return read;
    this.#window = { bytes: new Uint8Array(read.value), base: from };
    return ok(this.#window);
  }

  /** The bytes of a range. */
  async bytes({ from, to }: ByteRange): Promise<Result<Uint8Array<ArrayBuffer>>> {
    if (from === to) return ok(new Uint8Array(0));
    const held = await this.hold(from, to - from);
    if (!held.ok) return held;
    const { bytes, base } = held.value;
    return ok(bytes.subarray(from - base, to - base));
  }

  /** Whether one more field may be gone over. */
  countField(): boolean {
    return this.#fieldsLeft-- > 0;
  }

  /** A refusal of the file. */
  refuse(problem: string): Result<never> {
    return refuse('file', `${this.name} ${problem}.`);
  }
}
