import { bytesPerElement, type DType, elementCount, type Shape, type Tensor } from './tensor.ts';

/** Buffers kept at most: those of the previous run and of one that was cancelled. */
const mostBuffers = 8;

/**
 * Unused buffers that the next run may overwrite: allocating fresh memory costs about as much as the sums written to
 * it.
 */
export class SpareBuffers {
  #buffers: ArrayBuffer[] = [];

  /** Adds buffers. The caller must not read or write them afterwards. */
  give(buffers: readonly ArrayBuffer[]): void {
    this.#buffers = [...buffers, ...this.#buffers].slice(0, mostBuffers);
  }

  /** Returns a tensor with arbitrary content in a spare buffer of exactly its size; undefined if there is none. */
  take(dtype: DType, shape: Shape): Tensor | undefined {
    const bytes = elementCount(shape) * bytesPerElement(dtype);
    const at = this.#buffers.findIndex(({ byteLength }) => byteLength === bytes);
    const [buffer] = at < 0 ? [] : this.#buffers.splice(at, 1);
    if (buffer === undefined) return undefined;
    return dtype === 'float32'
      ? { dtype, shape, data: new Float32Array(buffer) }
      : { dtype, shape, data: new Float64Array(buffer) };
  }
}
