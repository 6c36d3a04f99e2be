/** Clamps an index to an axis of the given size. */
export function clampIndex(index: number, size: number): number {
  return Math.max(0, Math.min(index, size - 1));
}

/** Returns one index for each axis: the given index clamped to the axis, or 0 if there is none. */
export function clampIndices(indices: readonly number[], sizes: readonly number[]): readonly number[] {
  return sizes.map((size, axis) => clampIndex(indices[axis] ?? 0, size));
}
