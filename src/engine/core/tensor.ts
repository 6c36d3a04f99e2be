/** The two precisions the engine computes in, named as PyTorch and NumPy name them. */
export type DType = 'float32' | 'float64';

/** Index of a tensor's element in row-major order, or a size: always a non-negative integer. */
export type Shape = readonly number[];

/**
 * A dense, row-major (C-contiguous) tensor. `data.length` is the product of `shape`;
 * a 0-d tensor has shape `[]` and one element. The class of `data` follows `dtype`.
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

/** Number of elements of a tensor with this shape; 1 for a 0-d tensor. */
export function elementCount(shape: Shape): number {
  return shape.reduce((count, size) => count * size, 1);
}

/** Whether two shapes are the same; nothing is broadcast. */
export function isSameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Bytes of one element. */
export function bytesPerElement(dtype: DType): 4 | 8 {
  return dtype === 'float32' ? 4 : 8;
}

/** A tensor of zeros. */
export function zeros(dtype: DType, shape: Shape): Tensor {
  const count = elementCount(shape);
  return dtype === 'float32'
    ? { dtype, shape, data: new Float32Array(count) }
    : { dtype, shape, data: new Float64Array(count) };
}

/**
 * A tensor of the given values in row-major order, each rounded to `dtype`.
 * `values.length` must be the product of `shape`.
 */
export function tensorOf(dtype: DType, shape: Shape, values: ArrayLike<number>): Tensor {
  return dtype === 'float32'
    ? { dtype, shape, data: new Float32Array(values) }
    : { dtype, shape, data: new Float64Array(values) };
}

/** The same values in another precision (float64 → float32 rounds to nearest even); the tensor itself if nothing changes. */
export function castTensor(tensor: Tensor, dtype: DType): Tensor {
  return tensor.dtype === dtype ? tensor : tensorOf(dtype, tensor.shape, tensor.data);
}
