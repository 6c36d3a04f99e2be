/** Rounds a colour limit up; maps and the histogram share one definition. */
export { niceLimit } from '../engine/compare/histogram.ts';

/** Returns the largest finite |value| among the elements `start` to `end` (exclusive), or 0 if there is none. */
export function finiteMax(values: ArrayLike<number>, start = 0, end = values.length): number {
  let max = 0;
  for (let i = start; i < end; i++) {
    const size = Math.abs(values[i] as number);
    // NaN fails the first comparison, ±Infinity the second.
    if (size > max && size !== Infinity) max = size;
  }
  return max;
}
