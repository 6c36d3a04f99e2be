import { equal } from '../../compare/equal.ts';
import type { Predicted } from './evaluate.ts';

const never = { rtol: 0, atol: 0, equalNan: true };

/**
 * Whether a value is what is predicted, within rounding: the difference if so, else null. What is not finite is
 * explained by its like only.
 */
export function differenceIfExplained(actual: number, { value, bound }: Predicted): number | null {
  if (Number.isFinite(actual) && Number.isFinite(value)) {
    const difference = Math.abs(actual - value);
    return difference <= bound ? difference : null;
  }
  return equal(actual, value, never) ? 0 : null;
}

/** How far apart they are, explained or not; Infinity where only one of them is finite or they are unlike. */
export function distanceTo(actual: number, value: number): number {
  const difference = Math.abs(actual - value);
  return Number.isFinite(difference) ? difference : equal(actual, value, never) ? 0 : Infinity;
}
