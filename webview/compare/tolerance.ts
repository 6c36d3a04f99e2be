import { signal } from '@preact/signals';
import { defaultTolerance } from '../../src/engine/compare/defaultTolerance.ts';
import type { Tolerance } from '../../src/engine/compare/comparison.ts';
import type { CompareInfo } from '../../src/protocol/tensorMessages.ts';
import { savedState, saveState } from '../bridge/vscode.ts';
import { edited, type ToleranceEdit } from '../statistics/toleranceEdit.ts';

/** What the user has set of the tolerance; the rest are the defaults of what both tensors are stored as. */
export const chosenTolerance = signal<Partial<Tolerance>>({});

/** The tolerance that two tensors are compared with. */
export function toleranceFor({ a, b }: CompareInfo): Tolerance {
  return { ...defaultTolerance(a.stored, b.stored), ...chosenTolerance.value };
}

/** Takes a change over. */
export function chooseTolerance(edit: ToleranceEdit): void {
  chosenTolerance.value = edited(chosenTolerance.value, edit);
}

/** Keeps what is shown, and how it is compared, for when the panel is hidden or the window loaded anew. */
export function keepComparison({ state }: CompareInfo): void {
  saveState({ ...state, tolerance: chosenTolerance.value });
}

/** Takes back what was kept, as far as it is a tolerance. */
export function restoreTolerance(): void {
  const saved = savedState();
  if (typeof saved !== 'object' || saved === null || !('tolerance' in saved)) return;
  const { tolerance } = saved;
  if (typeof tolerance !== 'object' || tolerance === null) return;
  const size = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
  chosenTolerance.value = {
    ...('rtol' in tolerance && size(tolerance.rtol) && { rtol: tolerance.rtol }),
    ...('atol' in tolerance && size(tolerance.atol) && { atol: tolerance.atol }),
    ...('equalNan' in tolerance && { equalNan: tolerance.equalNan === true }),
  };
}
