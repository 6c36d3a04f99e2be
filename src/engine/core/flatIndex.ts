import type { Shape } from './tensor.ts';

/** The index of the element at a flat (row-major) index, one number an axis: 12 in a 2×3×4 tensor is [1, 0, 0]. */
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

/** The flat index of an element; an axis that the index does not name counts as 0. */
export function flatAt(shape: Shape, index: readonly number[]): number {
  return shape.reduce((flat, size, axis) => flat * size + (index[axis] ?? 0), 0);
}
