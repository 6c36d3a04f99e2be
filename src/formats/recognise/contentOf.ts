import { bytesText } from '../common/amountText.ts';
import { hasText, otherFormatOf } from './otherFormats.ts';
import { textInsteadOf } from './pointerText.ts';

/** What the first bytes of a file say that it is. */
export type FileContent =
  | { readonly kind: 'npy' | 'zip' | 'safetensors' | 'pickle' | 'onnx' | 'onnxTensor' }
  /** Another file, compressed as a whole. */
  | { readonly kind: 'gzip' }
  | { readonly kind: 'deflate' }
  /** A file that cannot be read; `why` continues the sentence "x.pt …". With `mayBeRaw`, the bytes may also be raw numbers. */
  | { readonly kind: 'refused'; readonly why: string; readonly mayBeRaw?: true }
  /** Bytes that could be anything. */
  | { readonly kind: 'unknown' };

/** Bytes from the beginning of a file that {@link contentOf} looks at. */
export const bytesLookedAt = 1024;

/** The longest header of a safetensors file, in bytes. */
const longestHeader = 100_000_000;

/** Bytes that are enough for {@link magicOf}. */
export const magicBytes = 16;

/** Says what a file is if a magic number in its first bytes does; null if more bytes are needed. */
export function magicOf(bytes: Uint8Array): FileContent | null {
  if (hasText(bytes, 0, '\x93NUMPY')) return { kind: 'npy' };
  if (hasText(bytes, 0, 'PK')) return { kind: 'zip' };
  if (isSafetensors(bytes)) return { kind: 'safetensors' };
  const [first = 0, second = 0] = bytes;
  if (first === 0x1f && second === 0x8b) return { kind: 'gzip' };
  return first === 0x80 && second >= 2 && second <= 5 ? { kind: 'pickle' } : null;
}

/**
 * Says what a file is by its first bytes; the extension is no more than a hint. `bytes` are the first
 * {@link bytesLookedAt} bytes of a file of `size` bytes, or all of them.
 */
export function contentOf(bytes: Uint8Array, size: number): FileContent {
  if (size === 0) return { kind: 'refused', why: 'is empty: it has 0 bytes. Download it or save it again.' };
  const magic = magicOf(bytes);
  if (magic !== null) return magic;
  if (isZlib(bytes)) return { kind: 'deflate' };
  if (earlyPickle.test(String.fromCharCode(...bytes.subarray(0, 200)))) return { kind: 'pickle' };
  const instead = otherFormatOf(bytes) ?? textInsteadOf(bytes, size);
  if (instead !== null) return { kind: 'refused', why: instead };
  if (isOnnx(bytes)) return { kind: 'onnx' };
  if (isOnnxTensor(bytes)) return { kind: 'onnxTensor' };
  if (bytes.every((byte) => byte === 0) && size > bytes.length) {
    return {
      kind: 'refused',
      why: `begins with ${bytesText(bytes.length)} of zeros, as an unfinished download does: download it again.`,
      mayBeRaw: true,
    };
  }
  return { kind: 'unknown' };
}

/**
 * Returns true if nothing in the first bytes of a file says that they are not raw numbers. The two bytes of zlib's header may
 * be those of a number.
 */
export function mayBeNumbers(content: FileContent): boolean {
  if (content.kind === 'refused') return content.mayBeRaw === true;
  return content.kind === 'unknown' || content.kind === 'deflate';
}

/** Returns true if a header's length and the "{" that begins the header come first. A pickle cannot look like this. */
function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 9 || bytes[8] !== 0x7b) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  return length >= 2n && length <= BigInt(longestHeader);
}

/**
 * Returns true for the header of zlib with a window of 32 KB, and a first block of deflate that is not reserved. Few other
 * files begin so.
 */
function isZlib(bytes: Uint8Array): boolean {
  const [method = 0, flags = 0, block = 0] = bytes;
  return method === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(flags) && (block & 6) !== 6;
}

/** The beginnings of pickles of protocols 0 and 1, which have no magic number. Their opcodes are printable characters. */
const earlyPickle =
  /^(?:\((?:d|l|t|dp\d+|lp\d+|i[\w.]+)\n|c[\w.]+\n[\w.]+\n|[}\])](?:q.|p\d+\n)|\((?:dp|lp)|L\d+L\n|[}\]]\()/s;

/**
 * Returns true for a TensorProto: sizes, the number of a dtype, and then numbers, a name, or where other data are. The fields
 * are in the order of their numbers, as protobuf writes them.
 */
function isOnnxTensor(bytes: Uint8Array): boolean {
  // eslint-disable-next-line no-control-regex -- the tags and varints of protobuf
  const fields = /^(?:\x08[\x80-\xff]{0,8}[\x00-\x7f]){1,64}\x10[\x01-\x1f](?:["*2:BJRZjp]|$)/;
  return fields.test(String.fromCharCode(...bytes.subarray(0, 700)));
}

/** Returns true for a ModelProto: its ir_version, and a field that exporters write next. */
function isOnnx(bytes: Uint8Array): boolean {
  const [tag = 0, version = 0, next = 0] = bytes;
  return tag === 0x08 && version >= 1 && version <= 31 && [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(next);
}
