/** An index clamped to an axis of this size. */
export function clampIndex(index: number, size: number): number {
  return Math.max(0, Math.min(index, size - 1));
}

/** An index for each axis: those there are as far as they exist, else the nearest. */
export function clampIndices(indices: readonly number[], sizes: readonly number[]): readonly number[] {
  return sizes.map((size, axis) => clampIndex(indices[axis] ?? 0, size));
}
