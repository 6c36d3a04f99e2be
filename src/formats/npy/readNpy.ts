import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Tensor } from '../../engine/core/tensor.ts';
import { elementBytes } from '../common/element.ts';
import { npyElementOf } from './npyElement.ts';
import { type NpyHeader, readNpyHeader } from './npyHeader.ts';
import { columnMajorStrides, readStrided } from '../common/readStrided.ts';

/**
 * Reads the tensor in a `.npy` file, row-major also if the file is in Fortran order or big-endian. float16 and float32
 * become float32; float64, integers and bool become float64. If no conversion is needed, nothing is copied: the tensor
 * is a view of `bytes`. Nothing is allocated before the file is known to hold all it declares. `name` is what refusals
 * call the file.
 */
export function readNpy(bytes: ArrayBuffer, name: string): Result<Tensor> {
  const header = readNpyHeader(bytes, name);
  if (!header.ok) return header;
  const { descr, shape, dataOffset, fortranOrder } = header.value;
  const checked = checkNpySize(header.value, bytes.byteLength, name);
  if (!checked.ok) return checked;
  const element = npyElementOf(descr, name);
  if (!element.ok) return element;
  const layout = fortranOrder ? { shape, strides: columnMajorStrides(shape) } : { shape };
  return ok(readStrided(bytes, { ...element.value, ...layout }, dataOffset));
}

/** Refuses an element type that cannot be read, and a file whose data is not exactly as long as its header declares. */
export function checkNpySize({ descr, shape, dataOffset }: NpyHeader, fileSize: number, name: string): Result<null> {
  const element = npyElementOf(descr, name);
  if (!element.ok) return element;
  const needed = elementCount(shape) * elementBytes(element.value.element);
  const there = fileSize - dataOffset;
  if (needed === there) return ok(null);
  const what = needed > there ? 'is cut off' : 'is longer than its header says';
  return refuse(
    'file',
    `${name} ${what}: shape (${shape.join(', ')}) of ${descr} needs ${needed} bytes of data, the file has ${there}.`,
  );
}
