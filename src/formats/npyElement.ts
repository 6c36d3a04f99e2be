import { accept, refuse, type Result } from '../engine/refusal.ts';
import type { StoredDType } from '../engine/compare/defaultTolerance.ts';
import type { DType } from '../engine/tensor.ts';

/** How one element of a `.npy` file is read, and the precision that holds it. */
export interface NpyElement {
  readonly bytes: number;
  readonly dtype: DType;
  /** What the file itself holds. */
  readonly stored: StoredDType;
  /** The file's bytes are those of this platform's typed array of `dtype`. */
  readonly native: boolean;
  read(view: DataView, offset: number): number;
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

type Read = (view: DataView, offset: number, little: boolean) => number;

/**
 * Per kind and size. Half and single precision are float32 tensors; every other kind is float64,
 * which holds integers up to 2^53 exactly and rounds larger ones to nearest, as NumPy's astype does.
 */
const kinds: Readonly<Record<string, readonly [DType, Read]>> = {
  f2: ['float32', (view, offset, little) => halfToNumber(view.getUint16(offset, little))],
  f4: ['float32', (view, offset, little) => view.getFloat32(offset, little)],
  f8: ['float64', (view, offset, little) => view.getFloat64(offset, little)],
  i1: ['float64', (view, offset) => view.getInt8(offset)],
  i2: ['float64', (view, offset, little) => view.getInt16(offset, little)],
  i4: ['float64', (view, offset, little) => view.getInt32(offset, little)],
  i8: ['float64', (view, offset, little) => Number(view.getBigInt64(offset, little))],
  u1: ['float64', (view, offset) => view.getUint8(offset)],
  u2: ['float64', (view, offset, little) => view.getUint16(offset, little)],
  u4: ['float64', (view, offset, little) => view.getUint32(offset, little)],
  u8: ['float64', (view, offset, little) => Number(view.getBigUint64(offset, little))],
  b1: ['float64', (view, offset) => (view.getUint8(offset) === 0 ? 0 : 1)],
};

/** The reader for a `descr` such as "<f4"; objects, strings, complex numbers and dates are refused. */
export function npyElement(descr: string, name: string): Result<NpyElement> {
  const [, order, kind = ''] = /^([<>|=]?)([a-z]\d{1,2})$/.exec(descr) ?? [];
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (known === undefined) {
    return refuse(
      'file',
      `${name} has dtype ${JSON.stringify(descr)}; float16, float32, float64, integers and bool can be read.`,
    );
  }
  const [dtype, read] = known;
  const bytes = Number(kind.slice(1));
  const little = order !== '>';
  const stored = kind === 'f2' ? 'float16' : kind.startsWith('f') ? dtype : 'integer';
  const native = (kind === 'f4' || kind === 'f8') && little === littleEndian;
  return accept({
    bytes,
    dtype,
    stored,
    native,
    read: (view, offset) => read(view, offset, little),
  });
}

/** IEEE 754 binary16 from its bits; exact, since float32 holds every half. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
