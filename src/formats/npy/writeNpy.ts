import { bytesPerElement, type Shape, type Tensor } from '../../engine/core/tensor.ts';
import { type ElementName, isNative } from '../common/element.ts';
import { npyMagic } from './npyHeader.ts';

/**
 * Returns a tensor as the bytes of a `.npy` file: version 1.0, '<f4' or '<f8', C order, byte for byte as `numpy.save`
 * writes it.
 */
export function writeNpy({ dtype, shape, data }: Tensor): Uint8Array<ArrayBuffer> {
  const header = writeNpyHeader(dtype, shape);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  if (isNative(dtype, true)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
    return bytes;
  }
  const view = new DataView(bytes.buffer, header.length);
  const size = bytesPerElement(dtype);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (size === 4) view.setFloat32(i * size, value, true);
    else view.setFloat64(i * size, value, true);
  }
  return bytes;
}

/** The data starts at a multiple of this many bytes, so that NumPy can map it into memory. */
const alignment = 64;

/** NumPy leaves room for the first size to grow to this many digits when rows are appended in place. */
const growthDigits = 21;

/** The element types that NumPy knows, as it writes them. */
export const npyDescrs = {
  float16: '<f2',
  float32: '<f4',
  float64: '<f8',
  int8: '|i1',
  int16: '<i2',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  uint16: '<u2',
  uint32: '<u4',
  uint64: '<u8',
  bool: '|b1',
} as const satisfies Partial<Readonly<Record<ElementName, string>>>;

/** An element type of a `.npy` file that NumPy reads. */
export type NpyElementName = keyof typeof npyDescrs;

/**
 * Returns everything before the data of a `.npy` file: version 1.0, little-endian, C order, byte for byte as `numpy.save`
 * writes it.
 */
export function writeNpyHeader(element: NpyElementName, shape: Shape): Uint8Array<ArrayBuffer> {
  const descr = npyDescrs[element];
  const sizes = shape.length === 1 ? `${shape.join()},` : shape.join(', ');
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const growth = shape.length === 0 ? 0 : growthDigits - String(shape[0]).length;
  // The header ends in a newline.
  const dataOffset = Math.ceil((10 + header.length + growth + 1) / alignment) * alignment;
  const bytes = new Uint8Array(dataOffset);
  bytes.set([...npyMagic, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, dataOffset - 10, true);
  bytes.fill(0x20, 10, dataOffset - 1);
  bytes.set(
    Array.from(header, (character) => character.charCodeAt(0)),
    10,
  );
  bytes[dataOffset - 1] = 0x0a;
  return bytes;
}
