/**
 * First column of a window of `count` columns about a column, in whole blocks of `block`: the
 * cursor's output row with as many rows before it as after it, or one fewer.
 */
export function windowStart(column: number, count: number, block: number, columns: number): number {
  const blocks = Math.max(1, Math.floor(count / block));
  const before = Math.floor((blocks - 1) / 2);
  const first = (Math.floor(column / block) - before) * block;
  return Math.max(0, Math.min(first, columns - count));
}
