import type { Highlight } from '../../src/engine/provenance/stage.ts';
import type { Viewport } from '../store/viewports.ts';
import { fits, type PaneFrame, scrollTo } from './frame.ts';

/**
 * Returns the viewport that shows the cursor's cells, after a move of the cursor or a change of the matrix. If `column`
 * is not null, an unzoomed pane begins at this column. Any other pane scrolls as little as makes the term's cell, or else
 * the element, visible. Returns the same viewport if nothing has to move.
 */
export function followCursor(frame: PaneFrame, before: Viewport, place: Highlight, column: number | null): Viewport {
  if (column !== null && before.zoom === 1) {
    return frame.column === column && before.column === column ? before : { zoom: 1, row: before.row, column };
  }
  const target = place.term === null ? place.element : { ...place.term, rows: 1, columns: 1 };
  if (target === null || fits(frame)) return before;
  return scrollTo(frame, before, target);
}
