/** The two precisions the engine computes in, named as PyTorch and NumPy name them. */
export type DType = 'float32' | 'float64';

/** The size of each axis, in non-negative integers. */
export type Shape = readonly number[];

/**
 * A dense, row-major (C-contiguous) tensor. `data.length` is the product of `shape`; a 0-d tensor has shape `[]` and
 * one element. `data` is a Float32Array or a Float64Array, according to `dtype`.
 */
export type Tensor = Float32Tensor | Float64Tensor;

export interface Float32Tensor {
  readonly dtype: 'float32';
  readonly shape: Shape;
  readonly data: Float32Array<ArrayBuffer>;
}

export interface Float64Tensor {
  readonly dtype: 'float64';
  readonly shape: Shape;
  readonly data: Float64Array<ArrayBuffer>;
}

/** Returns the number of elements of a tensor with this shape; 1 for a 0-d tensor. */
export function elementCount(shape: Shape): number {
  return shape.reduce((count, size) => count * size, 1);
}

/** Returns true if every size is a non-negative integer. A shape that a person typed may have others. */
export function hasWholeSizes(shape: Shape): boolean {
  return shape.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** Returns true if two shapes are equal, axis by axis. */
export function isSameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Formats a shape as PyTorch prints sizes: "(1, 50, 28, 28)", "(3,)". */
export function shapeText(shape: Shape): string {
  return shape.length === 1 ? `(${shape.join()},)` : `(${shape.join(', ')})`;
}

/** Returns the size of one element in bytes. */
export function bytesPerElement(dtype: DType): 4 | 8 {
  return dtype === 'float32' ? 4 : 8;
}

/** Returns a tensor of zeros. */
export function zeros(dtype: DType, shape: Shape): Tensor {
  const count = elementCount(shape);
  return dtype === 'float32'
    ? { dtype, shape, data: new Float32Array(count) }
    : { dtype, shape, data: new Float64Array(count) };
}

/**
 * Returns a tensor of the given values in row-major order, each rounded to `dtype`. `values.length` must be the product
 * of `shape`.
 */
export function tensorOf(dtype: DType, shape: Shape, values: ArrayLike<number>): Tensor {
  return dtype === 'float32'
    ? { dtype, shape, data: new Float32Array(values) }
    : { dtype, shape, data: new Float64Array(values) };
}

/**
 * Converts a tensor to another precision (float64 → float32 rounds to nearest even). Returns the tensor itself if it
 * already has that precision.
 */
export function castTensor(tensor: Tensor, dtype: DType): Tensor {
  return tensor.dtype === dtype ? tensor : tensorOf(dtype, tensor.shape, tensor.data);
}

/**
 * Returns a view of consecutive elements, from flat index `at` on, as a tensor of this shape. Shares the memory of the
 * original.
 */
export function slice(tensor: Tensor, at: number, shape: Shape): Tensor {
  const end = at + elementCount(shape);
  return tensor.dtype === 'float32'
    ? { dtype: tensor.dtype, shape, data: tensor.data.subarray(at, end) }
    : { dtype: tensor.dtype, shape, data: tensor.data.subarray(at, end) };
}
