import type { DiagnosisTarget } from '../model/mistake.ts';

/** Wrong values that do not follow the right ones, as those of memory that was not written do not. */
export interface WrongValues {
  readonly kind: 'values';
  /** Pearson's correlation of the wrong values and the right ones at their places. */
  readonly correlation: number;
  /** Number of wrong values. */
  readonly count: number;
}

/** The fewest values, and how many standard deviations of a chance correlation, 1/√count, the correlation may reach. */
const fewest = 16;
const mostDeviations = 2;
/** The largest correlation of values that do not follow others. */
const largest = 0.3;

/**
 * Correlates the wrong values of an output with the right ones. Returns null if they follow them, are too few, or are not
 * finite. `isWrong` is given a flat index.
 */
export function unrelatedValues(
  { actual, reference }: DiagnosisTarget,
  isWrong: (at: number) => boolean,
): WrongValues | null {
  let [count, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < reference.data.length; at++) {
    const right = reference.data[at] as number;
    if (!isWrong(at)) continue;
    const yours = actual.data[at] as number;
    count += 1;
    x += right;
    y += yours;
    xx += right * right;
    yy += yours * yours;
    xy += right * yours;
  }
  const correlation = (xy - (x * y) / count) / Math.sqrt((xx - (x * x) / count) * (yy - (y * y) / count));
  const most = Math.min(largest, mostDeviations / Math.sqrt(count));
  // A NaN follows nothing, but says so itself.
  return count >= fewest && Math.abs(correlation) <= most ? { kind: 'values', correlation, count } : null;
}
