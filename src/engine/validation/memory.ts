import type { Geometry } from '../geometry/geometry.ts';
import { bytesPerElement, type DType } from '../core/tensor.ts';

/** Bytes of a megabyte (MB) in memory limits: 10⁶, as everywhere on the page. */
export const bytesPerMegabyte = 1_000_000;

/** The bytes that a run allocates, by purpose. */
export interface MemoryEstimate {
  /** Bytes of input, weight and bias. */
  readonly tensors: number;
  readonly output: number;
  /** Bytes of the float64 reference and of the magnitudes of its terms. */
  readonly reference: number;
  /** Bytes of the formulation's working memory. */
  readonly working: number;
  readonly total: number;
}

/**
 * Estimates the memory of one run. Adds everything up as if it were held at the same time, because a garbage collector
 * does not guarantee to free anything earlier. `workingBytes` is the formulation's working memory.
 */
export function memoryOf(geometry: Geometry, dtype: DType, workingBytes: number): MemoryEstimate {
  const { n, cin, cout, coutPerGroup, taps, h, w, columns, hasBias } = geometry;
  const element = bytesPerElement(dtype);
  const outputCount = n * cout * columns;
  const inputCount = n * cin * h.inputSize * w.inputSize;
  const tensors = element * (inputCount + cin * coutPerGroup * taps + (hasBias ? cout : 0));
  const output = element * outputCount;
  const reference = 2 * Float64Array.BYTES_PER_ELEMENT * outputCount + Uint32Array.BYTES_PER_ELEMENT * columns;
  const total = tensors + output + reference + workingBytes;
  return { tensors, output, reference, working: workingBytes, total };
}
