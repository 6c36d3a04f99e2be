import type { HypothesisRow } from '../../../src/scenario/report/hypothesisRow.ts';

/** Whether it is not known yet how far the output is from it. */
export function isWaiting({ fit }: HypothesisRow): boolean {
  return fit.kind === 'differs' && fit.distance === null;
}

/** The matches, best first; what differs, the nearest first, and what is not measured yet; what makes another shape. */
export function rankRows(rows: readonly HypothesisRow[]): readonly HypothesisRow[] {
  return rows
    .map((row, at) => ({ row, at, group: groupOf(row), far: farness(row) }))
    .sort((a, b) => a.group - b.group || (a.far === b.far ? 0 : a.far - b.far) || a.at - b.at)
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
    default: {
      const never: never = row.fit;
      return never;
    }
  }
}

/** Of a match nothing: those stay in the catalogue's order, the more particular first. */
function farness({ fit }: HypothesisRow): number {
  return fit.kind === 'differs' ? (fit.distance?.maxAbs ?? 0) : 0;
}
