import type { Geometry } from '../../../geometry/geometry.ts';
import { type PhaseClass, reachBeyond } from './phaseClasses.ts';

/**
 * The layout of one group's input with zeros around it in WebAssembly memory. The gap between two rows is the right
 * margin of the first and the left margin of the second; likewise between planes. All sizes are in elements.
 */
export interface PaddedLayout {
  /** Distance from a row to the next. */
  readonly pitch: number;
  /** Distance from a channel to the next. */
  readonly planePitch: number;
  /** Index of input element (0, 0, 0). */
  readonly origin: number;
  readonly count: number;
}

/**
 * Bytes of a cache line; and the distance in bytes at which cache lines fall into the same set of the first-level
 * cache.
 */
const lineBytes = 64;
const cacheSetStride = 4096;

/**
 * Lays out the input with margins wide enough for the given classes of stride phases along both axes. An element has
 * `elementBytes` bytes.
 */
export function paddedLayoutOf(
  { h, w, cinPerGroup }: Geometry,
  down: readonly PhaseClass[],
  across: readonly PhaseClass[],
  elementBytes: number,
): PaddedLayout {
  const vertical = reachBeyond(h, down);
  const horizontal = reachBeyond(w, across);
  const widest = Math.max(...across.map(({ size }) => size));
  const gap = Math.max(horizontal.before, horizontal.after);
  const pitch = Math.max(w.inputSize + gap, widest);
  const rows = h.inputSize + Math.max(vertical.before, vertical.after);
  const planePitch = spreadOverCacheSets(rows * pitch, elementBytes);
  const origin = vertical.before * pitch + horizontal.before;
  // Lanes after the last row read a little past it; their results are not stored.
  const count = origin + cinPerGroup * planePitch + pitch + lineBytes;
  return { pitch, planePitch, origin, count };
}

/**
 * Rounds a plane's size up to an odd number of cache lines, unless it is small. Channels then spread over the sets of
 * the first-level cache.
 */
function spreadOverCacheSets(elements: number, elementBytes: number): number {
  if (elements * elementBytes < cacheSetStride / 4) return elements;
  const perLine = lineBytes / elementBytes;
  return (Math.ceil(elements / perLine) | 1) * perLine;
}
