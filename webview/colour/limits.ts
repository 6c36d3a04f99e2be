/** Round colour limits: the histogram's and the maps' are the same. */
export { niceLimit } from '../../src/engine/compare/histogram.ts';

/** The largest finite |value| among elements `start` to `end` (exclusive); 0 when there is none. */
export function finiteMax(values: ArrayLike<number>, start = 0, end = values.length): number {
  let max = 0;
  for (let i = start; i < end; i++) {
    const size = Math.abs(values[i] as number);
    // NaN fails the first comparison, ±Infinity the second.
    if (size > max && size !== Infinity) max = size;
  }
  return max;
}
