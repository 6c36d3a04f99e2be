import type { Comparison, Verdict } from './comparison.ts';

type Grounds = Pick<Comparison, 'beyondBound' | 'mismatches'> & {
  /** Non-finite elements without their like on the other side. */
  readonly unmatched: number;
  readonly allEqual: boolean;
};

/** The verdict on a comparison; the rounding bound decides where there is one, the tolerance otherwise. */
export function verdictOf({ unmatched, allEqual, beyondBound, mismatches }: Grounds): Verdict {
  if (unmatched > 0) return 'non-finite';
  if (allEqual) return 'exact';
  if (beyondBound !== null) return beyondBound.count === 0 ? 'rounding' : 'mismatch';
  return mismatches.count === 0 ? 'close' : 'mismatch';
}
