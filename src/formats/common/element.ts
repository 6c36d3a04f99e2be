import type { StoredDType } from '../../engine/compare/defaultTolerance.ts';
import type { DType, Shape } from '../../engine/core/tensor.ts';

type Read = (view: DataView, offset: number, little: boolean) => number;

/** How the elements of one type are stored and read. */
export interface ElementFormat {
  /** Bytes of an element. */
  readonly bytes: number;
  /**
   * The narrowest dtype of the engine that holds all numbers of the type. Integers become float64; those beyond 2⁵³ are
   * rounded to the nearest double, as NumPy's astype does.
   */
  readonly dtype: DType;
  /** The type's name in the table of `assert_close`'s default tolerances. */
  readonly stored: StoredDType;
  readonly read: Read;
}

const element = (bytes: number, stored: StoredDType, read: Read): ElementFormat => ({
  bytes,
  dtype: stored === 'float64' || stored === 'integer' ? 'float64' : 'float32',
  stored,
  read,
});

/** The element types of all file formats, by their names in PyTorch. */
export const elementFormats = {
  float64: element(8, 'float64', (view, at, little) => view.getFloat64(at, little)),
  float32: element(4, 'float32', (view, at, little) => view.getFloat32(at, little)),
  float16: element(2, 'float16', (view, at, little) => halfToNumber(view.getUint16(at, little))),
  bfloat16: element(2, 'bfloat16', (view, at, little) => bfloat16ToNumber(view.getUint16(at, little))),
  float8_e4m3fn: element(1, 'float8', (view, at) => e4m3ToNumber(view.getUint8(at))),
  float8_e5m2: element(1, 'float8', (view, at) => halfToNumber(view.getUint8(at) << 8)),
  int8: element(1, 'integer', (view, at) => view.getInt8(at)),
  int16: element(2, 'integer', (view, at, little) => view.getInt16(at, little)),
  int32: element(4, 'integer', (view, at, little) => view.getInt32(at, little)),
  int64: element(8, 'integer', (view, at, little) => Number(view.getBigInt64(at, little))),
  uint8: element(1, 'integer', (view, at) => view.getUint8(at)),
  uint16: element(2, 'integer', (view, at, little) => view.getUint16(at, little)),
  uint32: element(4, 'integer', (view, at, little) => view.getUint32(at, little)),
  uint64: element(8, 'integer', (view, at, little) => Number(view.getBigUint64(at, little))),
  bool: element(1, 'integer', (view, at) => (view.getUint8(at) === 0 ? 0 : 1)),
} as const satisfies Readonly<Record<string, ElementFormat>>;

export type ElementName = keyof typeof elementFormats;

/** Returns the number of bytes of one element. */
export function elementBytes(name: ElementName): number {
  return elementFormats[name].bytes;
}

/**
 * Returns the number of bytes of a dense tensor. Returns null if a product of leading sizes exceeds 2⁵³ − 1, even if a
 * later size is 0.
 */
export function bytesNeeded(shape: Shape, element: ElementName): number | null {
  let bytes = elementBytes(element);
  for (const size of shape) {
    bytes *= size;
    if (!Number.isSafeInteger(bytes)) return null;
  }
  return bytes;
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Returns true if the bytes in the file can be used as a typed array of the element's dtype without conversion. */
export function isNative(name: ElementName, little: boolean): boolean {
  return (name === 'float32' || name === 'float64') && little === littleEndian;
}

/**
 * Converts the bits of an IEEE 754 binary16 number to a number. Also serves E5M2, whose byte is the upper byte of a
 * binary16.
 */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** Converts the bits of a bfloat16 number, which are the upper half of a float32, to a number. */
function bfloat16ToNumber(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}

/**
 * Converts the bits of an E4M3FN number to a number (Micikevicius et al., FP8 Formats for Deep Learning, 2022). The
 * format has no infinities; if all bits of exponent and fraction are 1, the number is NaN.
 */
function e4m3ToNumber(bits: number): number {
  const sign = bits & 0x80 ? -1 : 1;
  const exponent = (bits >> 3) & 0xf;
  const fraction = bits & 7;
  if (exponent === 0xf && fraction === 7) return NaN;
  if (exponent === 0) return sign * fraction * 2 ** -9;
  return sign * (1 + fraction / 8) * 2 ** (exponent - 7);
}

/** The element types that {@link writeElement} writes. */
type WritableName = Exclude<ElementName, 'bfloat16' | 'float8_e4m3fn' | 'float8_e5m2'>;

const writers: Readonly<Record<WritableName, (view: DataView, at: number, value: number) => void>> = {
  float64: (view, at, value) => view.setFloat64(at, value, true),
  float32: (view, at, value) => view.setFloat32(at, value, true),
  float16: (view, at, value) => view.setUint16(at, numberToHalf(value), true),
  int8: (view, at, value) => view.setInt8(at, value),
  int16: (view, at, value) => view.setInt16(at, value, true),
  int32: (view, at, value) => view.setInt32(at, value, true),
  int64: (view, at, value) => view.setBigInt64(at, BigInt(value), true),
  uint8: (view, at, value) => view.setUint8(at, value),
  uint16: (view, at, value) => view.setUint16(at, value, true),
  uint32: (view, at, value) => view.setUint32(at, value, true),
  uint64: (view, at, value) => view.setBigUint64(at, BigInt(value), true),
  bool: (view, at, value) => view.setUint8(at, value === 0 ? 0 : 1),
};

/** Writes a number that an element type has, little-endian, at byte `at`. */
export function writeElement(view: DataView, at: number, name: WritableName, value: number): void {
  writers[name](view, at, value);
}

/** Returns the bits of a number that binary16 has. */
function numberToHalf(value: number): number {
  word.setFloat32(0, value);
  const bits = word.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  if (Number.isNaN(value)) return sign | 0x7e00;
  const size = Math.abs(value);
  if (size === Infinity) return sign | 0x7c00;
  // Below 2⁻¹⁴ the numbers are multiples of 2⁻²⁴.
  if (size < 2 ** -14) return sign | (size * 2 ** 24);
  return sign | ((((bits >>> 23) & 0xff) - 112) << 10) | ((bits >>> 13) & 0x3ff);
}
