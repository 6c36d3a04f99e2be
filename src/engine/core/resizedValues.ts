import { elementCount } from './tensor.ts';
import type { Shape } from './tensor.ts';

/**
 * Row-major values under another shape of the same rank: each stays at its index as far as that
 * still exists, new places are 0.
 */
export function resizedValues(from: Shape, values: readonly number[], to: Shape): readonly number[] {
  return Array.from({ length: elementCount(to) }, (_, flat) => {
    let rest = flat;
    let old = 0;
    let stride = 1;
    for (let axis = to.length - 1; axis >= 0; axis -= 1) {
      const size = to[axis] ?? 1;
      const oldSize = from[axis] ?? 1;
      const index = rest % size;
      if (index >= oldSize) return 0;
      old += index * stride;
      stride *= oldSize;
      rest = Math.floor(rest / size);
    }
    return values[old] ?? 0;
  });
}
