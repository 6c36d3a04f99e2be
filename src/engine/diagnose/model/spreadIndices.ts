/** Returns up to `wanted` of the indices below `count`, equally far apart; all of them if they are no more. */
export function spreadIndices(wanted: number, count: number): readonly number[] {
  const length = Math.min(wanted, count);
  return Array.from({ length }, (_, i) => Math.floor((i * count) / length));
}
