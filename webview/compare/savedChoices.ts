import type { Tolerance } from '../../src/engine/compare/comparison.ts';
import { pairStatuses } from '../../src/scenario/text/differenceWords.ts';
import { type PairList, sortColumns } from './pairList.ts';

/** Restores the filter, the choice and the order of the list from a page's saved state, as far as they are valid. */
export function restoreList(saved: unknown, { filter, shown, order }: PairList): void {
  if (typeof saved !== 'object' || saved === null) return;
  if ('filter' in saved && typeof saved.filter === 'string') filter.value = saved.filter;
  const choice = 'shown' in saved ? saved.shown : null;
  const known = (['all', 'different', ...pairStatuses] as const).find((each) => each === choice);
  if (known !== undefined) shown.value = known;
  const sorted = 'order' in saved ? saved.order : null;
  if (typeof sorted !== 'object' || sorted === null || !('column' in sorted) || !('isDescending' in sorted)) return;
  const column = sortColumns.find((each) => each === sorted.column);
  if (column !== undefined) order.value = { column, isDescending: sorted.isDescending === true };
}

/** Returns the valid parts of the tolerance in a page's saved state. */
export function toleranceIn(saved: unknown): Partial<Tolerance> {
  if (typeof saved !== 'object' || saved === null || !('tolerance' in saved)) return {};
  const { tolerance } = saved;
  if (typeof tolerance !== 'object' || tolerance === null) return {};
  const isSize = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
  return {
    ...('rtol' in tolerance && isSize(tolerance.rtol) && { rtol: tolerance.rtol }),
    ...('atol' in tolerance && isSize(tolerance.atol) && { atol: tolerance.atol }),
    ...('equalNan' in tolerance && { equalNan: tolerance.equalNan === true }),
  };
}
