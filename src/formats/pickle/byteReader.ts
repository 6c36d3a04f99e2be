/** Thrown where a pickle is invalid; the message names the byte. `readPickle` catches it. */
export class PickleFault extends Error {}

const utf8 = new TextDecoder('utf-8');
/**
 * Decodes Latin-1 text whose bytes were widened to 16 bits. The "latin1" of TextDecoder would decode Windows-1252
 * instead.
 */
const utf16 = new TextDecoder('utf-16le');

/** The longest line, in bytes, that is converted without a decoder. Names and numbers are shorter. */
const maxShortLine = 256;

/**
 * Reads the bytes of a pickle in order. Checks every length that the pickle claims against the number of bytes left.
 */
export class ByteReader {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
    return this.#bytes.subarray(at, at + length);
  }

  text(length: number): string {
    return utf8.decode(this.bytes(length));
  }

  /** Reads a line and its newline. Every byte is one character (Latin-1). */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.at);
    if (end < 0) this.fault('it ends in the middle of a line');
    const bytes = this.bytes(end - this.at);
    this.at++;
    if (bytes.length > maxShortLine) return utf16.decode(new Uint16Array(bytes));
    return String.fromCharCode(...bytes);
  }

  #advance(length: number): number {
    const at = this.at;
    const left = this.#bytes.length - at;
    if (length > left) this.fault(`it needs ${length} bytes and has ${left}`);
    this.at += length;
    return at;
  }
}
