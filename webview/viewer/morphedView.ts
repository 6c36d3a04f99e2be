import { useEffect, useMemo } from 'preact/hooks';
import type { CellKind } from '../../src/engine/geometry/geometry.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import type { Morphing } from '../store/morphing.ts';

/** Returns what a pane draws: its matrix or, while the page turns to another run, a picture between the old and the new. */
export function useMorphedView(morphing: Morphing, key: string, view: MatrixView): MatrixView {
  const share = morphing.share.value;
  const before = morphing.viewBefore(key);
  useEffect(() => morphing.remember(key, view), [morphing, key, view]);
  return useMemo(() => (before === null ? view : morphedView(before, view, share)), [before, view, share]);
}

/**
 * Returns a matrix between two, of the size of the second: `from` at share 0, stretched to the size of `to`, and `to` at
 * share 1. Where one of the values is not finite, the nearer matrix has its own. A cell is of the kind that it has in the
 * nearer one.
 */
export function morphedView(from: MatrixView, to: MatrixView, share: number): MatrixView {
  const rowIn = (row: number): number => Math.floor(((row + 0.5) * from.rows) / to.rows);
  const columnIn = (column: number): number => Math.floor(((column + 0.5) * from.columns) / to.columns);
  const isEmpty = from.rows === 0 || from.columns === 0;
  if (isEmpty) return to;
  return {
    rows: to.rows,
    columns: to.columns,
    value: (row, column) => {
      const [a, b] = [from.value(rowIn(row), columnIn(column)), to.value(row, column)];
      const between = a + (b - a) * share;
      return Number.isFinite(between) ? between : share < 0.5 ? a : b;
    },
    kind: (row, column): CellKind => (share < 0.5 ? from.kind(rowIn(row), columnIn(column)) : to.kind(row, column)),
  };
}
