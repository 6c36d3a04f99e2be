import { assertNever } from '../../../src/engine/core/assertNever.ts';
import type { HypothesisRow } from '../../../src/scenario/report/hypothesisRow.ts';

/** Returns true if a hypothesis differs by a distance that has not been measured yet. */
export function isWaiting({ fit }: HypothesisRow): boolean {
  return fit.kind === 'differs' && fit.distance === null;
}

/** Ranks the rows: matches, measured rows with the nearest first, unmeasured rows, other shapes, invalid calls. */
export function rankRows(rows: readonly HypothesisRow[]): readonly HypothesisRow[] {
  return rows
    .map((row, at) => ({ row, at, group: groupOf(row), distance: distanceOf(row) }))
    .sort((a, b) => a.group - b.group || (a.distance === b.distance ? 0 : a.distance - b.distance) || a.at - b.at)
    .map(({ row }) => row);
}

function groupOf(row: HypothesisRow): number {
  switch (row.fit.kind) {
    case 'match':
      return 0;
    case 'differs':
      return isWaiting(row) ? 2 : 1;
    case 'shape':
      return 3;
    case 'illegal':
      return 4;
    default:
      return assertNever(row.fit, 'fit');
  }
}

/**
 * Returns the distance of a row; 0 for a match, so that matches keep the catalogue's order, the more specific first.
 */
function distanceOf({ fit }: HypothesisRow): number {
  return fit.kind === 'differs' ? (fit.distance?.maxAbs ?? 0) : 0;
}
