import type { Comparison, Verdict } from './comparison.ts';

type Grounds = Pick<Comparison, 'beyondBound' | 'mismatches'> & {
  /** Number of non-finite elements that the other side does not equal. */
  readonly unmatched: number;
  readonly allEqual: boolean;
};

/** True for each verdict that calls the output right, by its rounding bound or, without one, by the tolerance. */
const right: Readonly<Record<Verdict, boolean>> = {
  exact: true,
  rounding: true,
  close: true,
  mismatch: false,
  'non-finite': false,
};

/** Returns true if an output of this verdict is right; an output of another shape never is. */
export function isRight(verdict: Verdict | 'shape-mismatch'): boolean {
  return verdict !== 'shape-mismatch' && right[verdict];
}

/** Returns the verdict on a comparison. The rounding bound decides if there is one, otherwise the tolerance. */
export function verdictOf({ unmatched, allEqual, beyondBound, mismatches }: Grounds): Verdict {
  if (unmatched > 0) return 'non-finite';
  if (allEqual) return 'exact';
  if (beyondBound !== null) return beyondBound.count === 0 ? 'rounding' : 'mismatch';
  return mismatches.count === 0 ? 'close' : 'mismatch';
}
