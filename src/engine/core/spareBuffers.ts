import { bytesPerElement, type DType, elementCount, type Shape, type Tensor } from './tensor.ts';

/** The most buffers that are kept: those of the previous run and of a cancelled one. */
const mostBuffers = 8;

/**
 * Unused buffers that the next run may overwrite. Reusing memory matters: allocating a fresh array takes about as long
 * as computing the sums written to it.
 */
export class SpareBuffers {
  #buffers: ArrayBuffer[] = [];

  /** Adds buffers. The caller must not read or write them afterwards. */
  give(buffers: readonly ArrayBuffer[]): void {
    this.#buffers = [...buffers, ...this.#buffers].slice(0, mostBuffers);
  }

  /**
   * Returns a tensor in a spare buffer of exactly the right size, with arbitrary content; undefined if no buffer has
   * this size.
   */
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
