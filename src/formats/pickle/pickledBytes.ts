import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { pickleItemsOf, pickleNameOf, type PickleBytes, type PickleEncoding, type PickleValue } from './pickleValue.ts';

const encoder = new TextEncoder();

/** Returns the bytes that a value stands for, as they are or where they are; null if the value is no bytes. */
export function pickledBytesIn(value: PickleValue): PickleBytes | Uint8Array | null {
  // What Python 2 called a str is bytes; one that is UTF-8 was read as text.
  if (typeof value === 'string') return encoder.encode(value);
  if (typeof value !== 'object' || value === null) return null;
  if (value.kind === 'bytes') return value.type === 'int' || value.type === 'buffer' ? null : value;
  if (value.kind !== 'object') return null;
  const name = pickleNameOf(value.callee);
  const [first = null] = pickleItemsOf(value.args) ?? [];
  // Protocols 0 to 2 have no bytes: Python 3 writes a text that is to be encoded as Latin-1.
  if (name === '_codecs.encode') return typeof first === 'string' ? latin1(first) : pickledBytesIn(first);
  if (/^(builtins|__builtin__)\.(bytes|bytearray)$/.test(name ?? '')) {
    return first === null ? new Uint8Array(0) : pickledBytesIn(first);
  }
  return name === 'pickle.PickleBuffer' ? pickledBytesIn(first) : null;
}

/** Bytes of a pickle that are read at a time. */
const chunk = 1 << 22;

/** Reads `count` bytes, from byte `from` on, of a value that {@link pickledBytesIn} found. Refuses if it has fewer. */
export async function readPickledBytes(
  source: ByteSource,
  bytes: PickleBytes | Uint8Array,
  from: number,
  count: number,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const short = (has: number): Result<never> =>
    refuse('file', `an array in ${source.name} has ${has} bytes where ${from + count} are needed.`);
  if (bytes instanceof Uint8Array) {
    return bytes.length < from + count ? short(bytes.length) : ok(bytes.slice(from, from + count));
  }
  if (bytes.encoding === 'raw') {
    if (bytes.length < from + count) return short(bytes.length);
    const read = await source.read(bytes.from + from, count);
    return read.ok ? ok(new Uint8Array(read.value)) : read;
  }
  // A character takes one byte or more, so that the text is known to be long enough before anything is allocated.
  if (bytes.length < from + count) return short(bytes.length);
  const target = new Uint8Array(count);
  const decoder = new Decoder(bytes.encoding, from, target);
  for (let at = 0; at < bytes.length && !decoder.isDone; at += chunk) {
    const read = await source.read(bytes.from + at, Math.min(chunk, bytes.length - at));
    if (!read.ok) return read;
    if (!decoder.add(new Uint8Array(read.value), at + chunk >= bytes.length)) {
      return refuse('file', `an array in ${source.name} is a text with characters above 255, which are not bytes.`);
    }
  }
  return decoder.isDone ? ok(target) : short(decoder.count);
}

/** Reads the first bytes of a value that {@link pickledBytesIn} found: `most`, or all of them. */
export async function pickledPrefix(
  source: ByteSource,
  bytes: PickleBytes | Uint8Array,
  most: number,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  if (bytes instanceof Uint8Array) return ok(bytes.slice(0, most));
  if (bytes.encoding === 'raw') return await readPickledBytes(source, bytes, 0, Math.min(most, bytes.length));
  const target = new Uint8Array(most);
  const decoder = new Decoder(bytes.encoding, 0, target);
  // A character takes at most two bytes, or in an escape six.
  const length = Math.min(bytes.length, bytes.encoding === 'utf8' ? 2 * most : 6 * most);
  const read = await source.read(bytes.from, length);
  if (!read.ok) return read;
  decoder.add(new Uint8Array(read.value), true);
  return ok(target.slice(0, Math.min(most, decoder.count)));
}

/** Decodes a text that comes in chunks, and keeps the part from byte `from` on that fits the target. */
class Decoder {
  count = 0;
  readonly #encoding: PickleEncoding;
  readonly #from: number;
  readonly #target: Uint8Array;
  /** The bytes at the end of a chunk that may belong to a longer sequence. */
  #rest: Uint8Array = new Uint8Array(0);

  constructor(encoding: PickleEncoding, from: number, target: Uint8Array) {
    this.#encoding = encoding;
    this.#from = from;
    this.#target = target;
  }

  get isDone(): boolean {
    return this.count >= this.#from + this.#target.length;
  }

  #put(byte: number): void {
    const at = this.count++ - this.#from;
    if (at >= 0 && at < this.#target.length) this.#target[at] = byte;
  }

  /** Returns false if the text has a character that is no byte. */
  add(bytes: Uint8Array, isLast: boolean): boolean {
    if (this.#encoding === 'utf8') return this.#addUtf8(bytes);
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    if (!isLast) {
      this.#rest = all;
      return true;
    }
    const line = textOf(all);
    const text = this.#encoding === 'unicode-escape' ? unescapedUnicode(line) : unescapedString(line);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 255) return false;
      this.#put(code);
    }
    return true;
  }

  #addUtf8(bytes: Uint8Array): boolean {
    let lead = this.#rest[0] ?? 0;
    for (const byte of bytes) {
      if (lead !== 0) {
        if ((byte & 0xc0) !== 0x80) return false;
        this.#put(((lead & 3) << 6) | (byte & 0x3f));
        lead = 0;
      } else if (byte < 0x80) this.#put(byte);
      else if (byte === 0xc2 || byte === 0xc3) lead = byte;
      else return false;
    }
    this.#rest = lead === 0 ? new Uint8Array(0) : Uint8Array.of(lead);
    return true;
  }
}

/** Returns the bytes of a text whose characters are all Latin-1; null if one is not. */
function latin1(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) return null;
    bytes[i] = code;
  }
  return bytes;
}

/** Returns each byte as a character. */
function textOf(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 1 << 14)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + (1 << 14))));
  return parts.join('');
}

/**
 * Decodes "raw-unicode-escape", the encoding of the opcode UNICODE: Latin-1, with \uXXXX and \UXXXXXXXX for other
 * characters.
 */
export function unescapedUnicode(line: string): string {
  return line.replace(
    /\\u([\da-fA-F]{4})|\\U(00(?:0[\da-fA-F]|10)[\da-fA-F]{4})/g,
    (_, short?: string, long?: string) => String.fromCodePoint(parseInt(short ?? long ?? '', 16)),
  );
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** Returns the bytes, as Latin-1, of the repr of a string in Python 2. A line without quotes is returned as it is. */
export function unescapedString(line: string): string {
  const content = /^(['"])(.*)\1$/s.exec(line.trim())?.[2];
  if (content === undefined) return line;
  return content.replace(
    /\\(?:x([\da-fA-F]{2})|([0-7]{1,3})|(.))/gs,
    (all, hex?: string, octal?: string, other?: string) => {
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 255);
      return (other === undefined ? undefined : escapes[other]) ?? all;
    },
  );
}
