import type { Geometry } from '../../../geometry/geometry.ts';
import { type PhaseClass, reachBeyond } from './phaseClasses.ts';

/**
 * One group's input with zeros around it, as the kernels read it. A gap between two rows is the
 * right margin of the one and the left margin of the next; so with planes. All in elements.
 */
export interface PaddedLayout {
  /** From a row to the next. */
  readonly pitch: number;
  /** From a channel to the next. */
  readonly planePitch: number;
  /** Where input (0, 0, 0) stands. */
  readonly origin: number;
  readonly count: number;
}

/** Bytes of a cache line, and the distance at which lines fall into the same set of the first cache. */
const line = 64;
const sets = 4096;

/** The margins that these classes of phases need along the two axes; `element` bytes each. */
export function paddedLayoutOf(
  { h, w, cinPerGroup }: Geometry,
  down: readonly PhaseClass[],
  across: readonly PhaseClass[],
  element: number,
): PaddedLayout {
  const vertical = reachBeyond(h, down);
  const horizontal = reachBeyond(w, across);
  const widest = Math.max(...across.map(({ size }) => size));
  const gap = Math.max(horizontal.before, horizontal.after);
  const pitch = Math.max(w.inputSize + gap, widest);
  const rows = h.inputSize + Math.max(vertical.before, vertical.after);
  const planePitch = spread(rows * pitch, element);
  const origin = vertical.before * pitch + horizontal.before;
  // The lanes behind the last row read on a little; what they read is stored nowhere.
  const count = origin + cinPerGroup * planePitch + pitch + line;
  return { pitch, planePitch, origin, count };
}

/** An odd number of cache lines for all but small planes: channels then spread over the sets of the cache. */
function spread(elements: number, element: number): number {
  if (elements * element < sets / 4) return elements;
  const perLine = line / element;
  return (Math.ceil(elements / perLine) | 1) * perLine;
}
