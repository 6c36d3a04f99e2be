import { accept, refuse, type Result } from '../engine/refusal.ts';
import { type DType, elementCount, zeros, type Shape, type Tensor } from '../engine/tensor.ts';
import { npyElement, type NpyElement } from './npyElement.ts';
import { readNpyHeader } from './npyHeader.ts';

/**
 * The tensor in a `.npy` file: float16 and float32 as float32; float64, integers and bool as
 * float64; Fortran order and big-endian files come out row-major. What needs no conversion is not copied:
 * the tensor then stands in `bytes`. `name` is what refusals call the file. Nothing is allocated before the file is known to hold all it declares.
 */
export function readNpy(bytes: ArrayBuffer, name: string): Result<Tensor> {
  const header = readNpyHeader(bytes, name);
  if (!header.ok) return header;
  const { descr, shape, dataOffset, fortranOrder } = header.value;
  const element = npyElement(descr, name);
  if (!element.ok) return element;
  const needed = elementCount(shape) * element.value.bytes;
  const there = bytes.byteLength - dataOffset;
  if (needed !== there) {
    const what = needed > there ? 'is cut off' : 'is longer than its header says';
    return refuse(
      'file',
      `${name} ${what}: shape (${shape.join(', ')}) of ${descr} needs ${needed} bytes of data, the file has ${there}.`,
    );
  }
  if (element.value.native && !fortranOrder && dataOffset % element.value.bytes === 0) {
    return accept(tensorIn(bytes, dataOffset, element.value.dtype, shape));
  }
  const view = new DataView(bytes, dataOffset);
  return accept(
    fortranOrder
      ? readColumnMajor(view, shape, element.value)
      : readRowMajor(view, shape, element.value),
  );
}

/** The file's own bytes as a tensor: a copy of a large file would take longer than its call. */
function tensorIn(bytes: ArrayBuffer, offset: number, dtype: DType, shape: Shape): Tensor {
  const count = elementCount(shape);
  return dtype === 'float32'
    ? { dtype, shape, data: new Float32Array(bytes, offset, count) }
    : { dtype, shape, data: new Float64Array(bytes, offset, count) };
}

function readRowMajor(view: DataView, shape: Shape, element: NpyElement): Tensor {
  const tensor = zeros(element.dtype, shape);
  const { data } = tensor;
  for (let i = 0; i < data.length; i++) data[i] = element.read(view, i * element.bytes);
  return tensor;
}

/** Walks the tensor in row-major order, carrying the file's offset along: the first axis is the densest there. */
function readColumnMajor(view: DataView, shape: Shape, element: NpyElement): Tensor {
  const tensor = zeros(element.dtype, shape);
  const { data } = tensor;
  const strides = shape.map((_, axis) => elementCount(shape.slice(0, axis)) * element.bytes);
  const index = shape.map(() => 0);
  let offset = 0;
  for (let i = 0; i < data.length; i++) {
    data[i] = element.read(view, offset);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number;
      const next = (index[axis] as number) + 1;
      offset += stride;
      if (next < (shape[axis] as number)) {
        index[axis] = next;
        break;
      }
      offset -= next * stride;
      index[axis] = 0;
    }
  }
  return tensor;
}
