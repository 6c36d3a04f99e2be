import type { Comparison, Verdict } from './comparison.ts';

type Grounds = Pick<Comparison, 'beyondBound' | 'mismatches'> & {
  /** Non-finite elements without their like on the other side. */
  readonly unmatched: number;
  readonly allEqual: boolean;
};

/** Whether each verdict says that the output is right, by its rounding bound or, without one, by the tolerance. */
const right: Readonly<Record<Verdict, boolean>> = {
  exact: true,
  rounding: true,
  close: true,
  mismatch: false,
  'non-finite': false,
};

/** Whether an output of this verdict is right; one of another shape never is. */
export function isRight(verdict: Verdict | 'shape-mismatch'): boolean {
  return verdict !== 'shape-mismatch' && right[verdict];
}

/** The verdict on a comparison; the rounding bound decides where there is one, the tolerance otherwise. */
export function verdictOf({ unmatched, allEqual, beyondBound, mismatches }: Grounds): Verdict {
  if (unmatched > 0) return 'non-finite';
  if (allEqual) return 'exact';
  if (beyondBound !== null) return beyondBound.count === 0 ? 'rounding' : 'mismatch';
  return mismatches.count === 0 ? 'close' : 'mismatch';
}
