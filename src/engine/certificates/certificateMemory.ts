import type { Geometry } from '../geometry/geometry.ts';
import { memoryOf, type MemoryEstimate } from '../validation/memory.ts';

/**
 * Estimate for the certificates of a call, in bytes and all of it in float64: beside a run, the gradients with
 * their magnitudes, a direction and the tensor moved by it, the random v, another output and a difference of two.
 */
export function certificateMemory(geometry: Geometry): MemoryEstimate {
  const run = memoryOf(geometry, 'float64', 0);
  return memoryOf(geometry, 'float64', 4 * run.tensors + 3 * run.output);
}
