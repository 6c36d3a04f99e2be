import type { Comparison, Verdict } from './comparison.ts';

type Grounds = Pick<Comparison, 'beyondBound' | 'mismatches'> & {
  /** Number of elements that are NaN or infinite on at least one side and not equal on both. */
  readonly unmatched: number;
  readonly allEqual: boolean;
};

/**
 * For each verdict, true if it means that the output is right. The rounding bound decides; without a bound, the
 * tolerance.
 */
const right: Readonly<Record<Verdict, boolean>> = {
  exact: true,
  rounding: true,
  close: true,
  mismatch: false,
  'non-finite': false,
};

/** Returns true if this verdict means that the output is right. An output of the wrong shape is never right. */
export function isRight(verdict: Verdict | 'shape-mismatch'): boolean {
  return verdict !== 'shape-mismatch' && right[verdict];
}

/** Returns the verdict on a comparison. If there is a rounding bound, it decides; otherwise the tolerance does. */
export function verdictOf({ unmatched, allEqual, beyondBound, mismatches }: Grounds): Verdict {
  if (unmatched > 0) return 'non-finite';
  if (allEqual) return 'exact';
  if (beyondBound !== null) return beyondBound.count === 0 ? 'rounding' : 'mismatch';
  return mismatches.count === 0 ? 'close' : 'mismatch';
}
