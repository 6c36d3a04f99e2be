import { decodeUtf8 } from '../common/utf8.ts';

/** Thrown where a pickle is invalid; the message names the byte. `readPickle` catches it. */
export class PickleFault extends Error {}

/** Thrown if the bytes in memory end before those that an opcode needs. `readPickle` reads more and begins the opcode again. */
export class BytesMissing extends Error {
  /** The byte of the pickle up to which bytes are needed. */
  readonly to: number;

  constructor(to: number) {
    super('bytes missing');
    this.to = to;
  }
}

const utf8 = new TextDecoder('utf-8');
/**
 * Decodes Latin-1 text whose bytes were widened to 16 bits. The "latin1" of TextDecoder would decode Windows-1252
 * instead.
 */
const utf16 = new TextDecoder('utf-16le');

/** The longest line, in bytes, that is converted without a decoder. Names and numbers are shorter. */
const maxShortLine = 256;

/** The longest line in bytes. Only an array that protocol 0 wrote as text is nearly as long. */
const maxLine = 1 << 28;

/** A line of a pickle, and where its text is. */
export interface PickleLine {
  readonly from: number;
  readonly length: number;
}

/**
 * Reads the bytes of a pickle in order, of which a window is in memory. Checks every length that the pickle claims against
 * the number of bytes left.
 */
export class ByteReader {
  /** The next byte of the pickle. */
  at = 0;
  readonly #size: number;
  #window: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#window.buffer);
  /** The byte of the pickle with which the window begins. */
  #from = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** Replaces the bytes in memory: those of the pickle from byte `from` on. */
  refill(from: number, bytes: Uint8Array): void {
    this.#from = from;
    this.#window = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Returns the byte of the pickle at which the bytes in memory end. */
  get end(): number {
    return this.#from + this.#window.length;
  }

  fault(why: string): never {
    throw new PickleFault(`${why} at byte ${this.at}`);
  }

  byte(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  /** Reads an unsigned little-endian integer. */
  uint(bytes: 1 | 2 | 4 | 8): number {
    const at = this.#advance(bytes);
    if (bytes === 1) return this.#view.getUint8(at);
    if (bytes === 2) return this.#view.getUint16(at, true);
    if (bytes === 4) return this.#view.getUint32(at, true);
    return Number(this.#view.getBigUint64(at, true));
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  /** Reads a float64, which pickles store big-endian. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8));
  }

  bytes(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#window.subarray(at, at + length);
  }

  /** Passes over bytes that need not be in memory, and returns the place of the first. */
  skip(length: number): number {
    const { at } = this;
    this.check(length);
    this.at += length;
    return at;
  }

  /** Refuses a length that goes beyond the end of the pickle. */
  check(length: number): void {
    const left = this.#size - this.at;
    if (length > left) this.fault(`it needs ${length} bytes and has ${left}`);
  }

  text(length: number): string {
    return utf8.decode(this.bytes(length));
  }

  /** Reads text of Python 2, whose encoding is not known; null if it is not UTF-8. */
  textOrNull(length: number): string | null {
    return decodeUtf8(this.bytes(length));
  }

  /** Passes over a line and its newline. */
  skipLine(): PickleLine {
    const from = this.at;
    const end = this.#window.indexOf(0x0a, from - this.#from);
    if (end < 0) {
      if (this.end >= this.#size) this.fault('it ends in the middle of a line');
      if (this.end - from > maxLine) this.fault(`it has a line of more than ${maxLine} bytes`);
      throw new BytesMissing(Math.min(this.#size, from + 2 * Math.max(this.end - from, 1 << 16)));
    }
    const length = this.#from + end - from;
    this.at += length + 1;
    return { from, length };
  }

  /** Reads a line and its newline. Every byte is one character (Latin-1). */
  line(): string {
    const { from, length } = this.skipLine();
    const at = from - this.#from;
    const bytes = this.#window.subarray(at, at + length);
    if (length > maxShortLine) return utf16.decode(new Uint16Array(bytes));
    return String.fromCharCode(...bytes);
  }

  /** Returns where in the window the next `length` bytes begin, and passes over them. */
  #advance(length: number): number {
    const at = this.at - this.#from;
    if (at + length > this.#window.length) {
      this.check(length);
      throw new BytesMissing(this.at + length);
    }
    this.at += length;
    return at;
  }
}
