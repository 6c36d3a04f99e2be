import type { Tolerance } from '../../src/engine/compare/comparison.ts';

/** A change of a tolerance; null restores the dtype's default. */
export interface ToleranceEdit {
  readonly rtol?: number | null;
  readonly atol?: number | null;
  readonly equalNan?: boolean;
}

/** Returns the tolerance values that a scenario sets after an edit: those that are not the default. */
export function edited(set: Partial<Tolerance>, edit: ToleranceEdit): Partial<Tolerance> {
  const named = Object.entries({ ...set, ...edit });
  return Object.fromEntries(named.filter(([, value]) => value !== null));
}
