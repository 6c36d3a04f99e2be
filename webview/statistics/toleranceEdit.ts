import type { Tolerance } from '../../src/engine/compare/comparison.ts';

/** What is changed of a tolerance; null: back to the dtype's default. */
export interface ToleranceEdit {
  readonly rtol?: number | null;
  readonly atol?: number | null;
  readonly equalNan?: boolean;
}

/** What is set of a tolerance after a change: all that is not the default. */
export function edited(set: Partial<Tolerance>, edit: ToleranceEdit): Partial<Tolerance> {
  const named = Object.entries({ ...set, ...edit });
  return Object.fromEntries(named.filter(([, value]) => value !== null));
}
