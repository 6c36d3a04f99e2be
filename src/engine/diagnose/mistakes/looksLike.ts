import { isSameShape } from '../../core/tensor.ts';
import type { OutputArrangement } from '../model/hypothesis.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';

/** Relative tolerance for equal values. It may be loose because a match is confirmed on all elements later. */
export const matchTolerance = 1e-3;

/** Returns {@link matchTolerance}, or a few roundings of a precision that has fewer digits. */
export function precisionTolerance({ rounding }: Pick<DiagnosisTarget, 'rounding'>): number {
  return Math.max(matchTolerance, 4 * (rounding?.roundoff ?? 0));
}

/** The number of elements, spread over the output, that are compared. */
const compared = 64;

/**
 * Returns true if some elements of an output have the values that an arrangement takes from the right output; a filled
 * element has to be 0.
 */
export function looksLike(
  { source }: Pick<OutputArrangement, 'source'>,
  target: Pick<DiagnosisTarget, 'actual' | 'reference' | 'rounding'>,
): boolean {
  const { actual, reference } = target;
  const tolerance = precisionTolerance(target);
  const { data } = actual;
  const step = Math.max(1, Math.floor(data.length / compared));
  for (let at = 0; at < data.length; at += step) {
    const from = source(at);
    const value = from < 0 ? 0 : (reference.data[from] as number);
    const difference = Math.abs(value - (data[at] as number));
    // A NaN is left to the confirmation.
    if (difference > tolerance * (1 + Math.abs(value))) return false;
  }
  return true;
}

/** Returns true if the output is the right one, rounded to the call's dtype: there is nothing to explain. */
export function isRightOutput({ actual, reference }: DiagnosisTarget): boolean {
  return (
    isSameShape(actual.shape, reference.shape) &&
    actual.data.every((value, at) => {
      const right = reference.data[at] as number;
      return value === right || Math.fround(right) === value || (Number.isNaN(value) && Number.isNaN(right));
    })
  );
}
