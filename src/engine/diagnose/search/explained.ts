import { areEqual } from '../../compare/errors.ts';
import type { Predicted } from '../model/hypothesis.ts';

const exactly = { rtol: 0, atol: 0, equalNan: true };

/**
 * Returns the difference between a value and its prediction if the difference is within the rounding bound, otherwise
 * null. A non-finite value is explained only by an equal one.
 */
export function differenceIfExplained(actual: number, { value, bound }: Predicted): number | null {
  if (Number.isFinite(actual) && Number.isFinite(value)) {
    const difference = Math.abs(actual - value);
    return difference <= bound ? difference : null;
  }
  return areEqual(actual, value, exactly) ? 0 : null;
}

/**
 * Returns the distance of two values, explained or not; Infinity if only one is finite or they are different non-finite
 * values.
 */
export function distanceTo(actual: number, value: number): number {
  const difference = Math.abs(actual - value);
  return Number.isFinite(difference) ? difference : areEqual(actual, value, exactly) ? 0 : Infinity;
}
