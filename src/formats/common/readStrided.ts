import { elementCount, type Shape, type Tensor, zeros } from '../../engine/core/tensor.ts';
import { type ElementName, elementFormats, isNative } from './element.ts';

/** How a tensor's elements are laid out in bytes. */
export interface StridedLayout {
  readonly element: ElementName;
  readonly little: boolean;
  readonly shape: Shape;
  /**
   * Along each axis, the distance between neighbours, in elements. If omitted, the tensor is row-major. A stride of 0
   * repeats the same elements.
   */
  readonly strides?: readonly number[];
  /** Number of elements before the tensor's first element; 0 if omitted. */
  readonly offset?: number;
}

/**
 * Reads a tensor from `bytes`, from byte `start` on. The caller has checked that they hold all elements. If no
 * conversion is needed, nothing is copied: the tensor is a view of `bytes`.
 */
export function readStrided(bytes: ArrayBuffer, layout: StridedLayout, start = 0): Tensor {
  const { element, little, shape, strides, offset = 0 } = layout;
  const { bytes: size, dtype, read } = elementFormats[element];
  const from = start + offset * size;
  const count = elementCount(shape);
  const dense = strides === undefined || isRowMajor(shape, strides);
  if (dense && isNative(element, little) && from % size === 0) {
    return dtype === 'float32'
      ? { dtype, shape, data: new Float32Array(bytes, from, count) }
      : { dtype, shape, data: new Float64Array(bytes, from, count) };
  }
  const tensor = zeros(dtype, shape);
  const { data } = tensor;
  const view = new DataView(bytes, from);
  if (dense) {
    for (let i = 0; i < count; i++) data[i] = read(view, i * size, little);
  } else {
    walk(shape, strides, (i, place) => (data[i] = read(view, place * size, little)));
  }
  return tensor;
}

/** Returns the strides of a row-major tensor, in elements. */
export function rowMajorStrides(shape: Shape): readonly number[] {
  return shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
}

/** Returns the strides of a column-major (Fortran) tensor, in elements. */
export function columnMajorStrides(shape: Shape): readonly number[] {
  return shape.map((_, axis) => elementCount(shape.slice(0, axis)));
}

/** Returns true if the elements are contiguous in row-major order. Axes of size 1 may have any stride. */
export function isRowMajor(shape: Shape, strides: readonly number[]): boolean {
  return rowMajorStrides(shape).every((stride, axis) => shape[axis] === 1 || stride === strides[axis]);
}

/**
 * Calls `visit` for each element, in row-major order, with its index and its place: the element's offset according to
 * `strides`.
 */
function walk(shape: Shape, strides: readonly number[], visit: (index: number, place: number) => void): void {
  const index = shape.map(() => 0);
  const count = elementCount(shape);
  let place = 0;
  for (let i = 0; i < count; i++) {
    visit(i, place);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number;
      const next = (index[axis] as number) + 1;
      place += stride;
      if (next < (shape[axis] as number)) {
        index[axis] = next;
        break;
      }
      place -= next * stride;
      index[axis] = 0;
    }
  }
}
