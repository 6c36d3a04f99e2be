import { bytesPerElement, type Tensor } from '../../engine/core/tensor.ts';
import { isNative } from '../common/element.ts';
import { writeNpyHeader } from './writeNpyHeader.ts';

/**
 * The bytes of a `.npy` file with the tensor in it: version 1.0, '<f4' or '<f8', C order, as
 * `numpy.save` writes it, byte for byte.
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
