import { elementCount, type Shape } from './tensor.ts';

/** Converts a flat (row-major) index to one index per axis: 12 in a 2×3×4 tensor is [1, 0, 0]. */
export function indexAt(shape: Shape, flat: number): number[] {
  const index = shape.map(() => 0);
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    index[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return index;
}

/** Returns the flat index of an element; an axis missing from `index` counts as 0. */
export function flatAt(shape: Shape, index: readonly number[]): number {
  return shape.reduce((flat, size, axis) => flat * size + (index[axis] ?? 0), 0);
}

/**
 * Copies row-major values into another shape of the same rank. An element that exists in both shapes keeps its index
 * and value; the new elements are 0.
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
