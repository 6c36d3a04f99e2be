import type { Geometry } from '../geometry/geometry.ts';

/** A stage's shape with the batch axis in front, unless the call is unbatched. */
export function perBatch(geometry: Geometry, ...sizes: readonly number[]): readonly number[] {
  return geometry.batched ? [geometry.n, ...sizes] : sizes;
}
