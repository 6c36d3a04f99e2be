import type { Geometry } from '../geometry/geometry.ts';
import { ok, refuse, type Result } from '../core/refusal.ts';
import { bytesPerElement, type DType } from '../core/tensor.ts';

/** What "MB" means in a cap and in a refusal: 10⁶ bytes, as everywhere in the interface. */
export const bytesPerMegabyte = 1_000_000;

/** Bytes that a run allocates. */
export interface MemoryEstimate {
  /** Input, weight and bias. */
  readonly tensors: number;
  readonly output: number;
  /** The float64 reference, and the magnitudes beside it. */
  readonly reference: number;
  /** What the formulation needs beside these. */
  readonly working: number;
  readonly total: number;
}

/**
 * Estimate for one run: everything counted as if held at the same time, since a garbage collector
 * promises nothing sooner. `workingBytes` is the formulation's own.
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

/** The estimate itself, or a refusal where it is more than `cap` bytes: to be asked before anything is allocated. */
export function refuseBeyond(cap: number, estimate: MemoryEstimate): Result<MemoryEstimate> {
  if (estimate.total <= cap) return ok(estimate);
  const needed = Math.ceil(estimate.total / bytesPerMegabyte);
  const allowed = Math.floor(cap / bytesPerMegabyte);
  const message = `memory: this call needs ${needed} MB, which must be at most the cap of ${allowed} MB.`;
  return refuse('memory', message, { legal: { min: 0, max: allowed } });
}
