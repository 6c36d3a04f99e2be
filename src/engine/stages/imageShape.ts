import type { Geometry } from '../geometry/geometry.ts';

/** Returns a stage's shape, with the batch axis in front if the call is batched. */
export function perBatch(geometry: Geometry, ...sizes: readonly number[]): readonly number[] {
  return geometry.batched ? [geometry.n, ...sizes] : sizes;
}
