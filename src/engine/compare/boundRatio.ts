/**
 * An absolute error ÷ its rounding bound: above 1 it is not rounding. 0/0 is 0 and x/0 is Infinity;
 * of an infinite bound a finite error is 0.
 */
export function boundRatio(absError: number, bound: number): number {
  return absError === 0 ? 0 : absError / bound;
}
