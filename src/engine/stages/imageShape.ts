import type { Geometry } from '../geometry/geometry.ts';

/** Returns the shape of a stage: `sizes`, preceded by the batch size if the call is batched. */
export function perBatch(geometry: Geometry, ...sizes: readonly number[]): readonly number[] {
  return geometry.batched ? [geometry.n, ...sizes] : sizes;
}
