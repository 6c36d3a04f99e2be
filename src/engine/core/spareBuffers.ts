import { bytesPerElement, type DType, elementCount, type Shape, type Tensor } from './tensor.ts';

/** So few are worth keeping: those of the run before, and of one that was cancelled. */
const most = 8;

/**
 * Buffers that nobody needs any more, to be overwritten by the next run: fresh memory costs about
 * as much as the sums that are written to it.
 */
export class SpareBuffers {
  #buffers: ArrayBuffer[] = [];

  /** Whoever gives a buffer looks at it no more. */
  give(buffers: readonly ArrayBuffer[]): void {
    this.#buffers = [...buffers, ...this.#buffers].slice(0, most);
  }

  /** A tensor full of old numbers in a spare buffer of its very size; undefined where there is none. */
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
