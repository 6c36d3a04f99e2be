import type { Cell, CellRange } from '../../src/engine/provenance/stage.ts';
import { type Viewport } from '../store/viewports.ts';

/** A picture's place on the page and the size of its cells before zooming; all in CSS pixels. */
export interface PaneBox {
  readonly width: number;
  readonly height: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** What of a matrix is in sight, and how large. */
export interface PaneFrame {
  readonly width: number;
  readonly height: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly rows: number;
  readonly columns: number;
  /** First row and column in sight; fractional while panning. */
  readonly row: number;
  readonly column: number;
}

/** Cells grow to this size and no further, each axis by itself: a number fits by then. */
const largestCell = 36;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, Math.max(low, high)));

const grown = (cell: number, zoom: number): number => clamp(cell * zoom, cell, Math.max(cell, largestCell));

/** The zoom at which the smaller side of a cell has grown to its largest. */
export function largestZoom(box: PaneBox): number {
  return Math.max(1, largestCell / Math.min(box.cellWidth, box.cellHeight));
}

/** The frame of a `rows` × `columns` matrix in its box; a viewport that points outside is brought inside. */
export function paneFrameOf(box: PaneBox, rows: number, columns: number, viewport: Viewport): PaneFrame {
  const cellWidth = grown(box.cellWidth, viewport.zoom);
  const cellHeight = grown(box.cellHeight, viewport.zoom);
  const width = Math.min(box.width, columns * cellWidth);
  const height = Math.min(box.height, rows * cellHeight);
  return {
    width,
    height,
    cellWidth,
    cellHeight,
    rows,
    columns,
    row: clamp(viewport.row, 0, rows - height / cellHeight),
    column: clamp(viewport.column, 0, columns - width / cellWidth),
  };
}

/** The cell under a place of the picture; null beside it. */
export function cellAt(frame: PaneFrame, x: number, y: number): Cell | null {
  const row = Math.floor(frame.row + y / frame.cellHeight);
  const column = Math.floor(frame.column + x / frame.cellWidth);
  if (x < 0 || y < 0 || x >= frame.width || y >= frame.height) return null;
  return row < frame.rows && column < frame.columns ? { row, column } : null;
}

/** Where cells stand in the picture; may lie outside it. */
export function rectOf(
  frame: PaneFrame,
  range: CellRange,
): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } {
  return {
    x: (range.column - frame.column) * frame.cellWidth,
    y: (range.row - frame.row) * frame.cellHeight,
    width: range.columns * frame.cellWidth,
    height: range.rows * frame.cellHeight,
  };
}

/** The viewport after zooming by `factor` with the cell under (x, y) kept where it is. */
export function zoomAt(
  box: PaneBox,
  frame: PaneFrame,
  viewport: Viewport,
  factor: number,
  x: number,
  y: number,
): Viewport {
  const zoom = clamp(viewport.zoom * factor, 1, largestZoom(box));
  const column = frame.column + x / frame.cellWidth;
  const row = frame.row + y / frame.cellHeight;
  return {
    zoom,
    column: column - x / grown(box.cellWidth, zoom),
    row: row - y / grown(box.cellHeight, zoom),
  };
}

/** The viewport after moving the matrix by a distance on the page. */
export function panBy(frame: PaneFrame, viewport: Viewport, dx: number, dy: number): Viewport {
  return {
    zoom: viewport.zoom,
    column: clamp(frame.column - dx / frame.cellWidth, 0, frame.columns - frame.width / frame.cellWidth),
    row: clamp(frame.row - dy / frame.cellHeight, 0, frame.rows - frame.height / frame.cellHeight),
  };
}

/** The viewport moved as little as brings the cells into sight; the same object if they are. */
export function scrollTo(frame: PaneFrame, viewport: Viewport, target: CellRange): Viewport {
  const row = rowInSight(frame, target);
  const column = columnInSight(frame, target);
  if (row === frame.row && column === frame.column) return viewport;
  return { zoom: viewport.zoom, row, column };
}

/** First row of the window moved as little as brings the target's rows into sight. */
export function rowInSight(frame: PaneFrame, target: CellRange): number {
  return into(frame.row, frame.height / frame.cellHeight, target.row, target.rows);
}

/** As {@link rowInSight}, for columns. */
export function columnInSight(frame: PaneFrame, target: CellRange): number {
  return into(frame.column, frame.width / frame.cellWidth, target.column, target.columns);
}

/** A target longer than the window is left where it is as long as part of it shows. */
function into(first: number, length: number, target: number, size: number): number {
  if (size >= length) return clamp(first, target - length + 1, target + size - 1);
  return clamp(first, target + size - length, target);
}

/** Whether the whole matrix is in sight. */
export function fits(frame: PaneFrame): boolean {
  return frame.columns * frame.cellWidth <= frame.width + 0.5 && frame.rows * frame.cellHeight <= frame.height + 0.5;
}
