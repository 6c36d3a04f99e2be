import type { Cell, CellRange } from '../../src/engine/provenance/stage.ts';
import { type Viewport } from '../store/viewports.ts';

/** Size of a heatmap on the page and of its cells before zooming, in CSS pixels. */
export interface PaneBox {
  readonly width: number;
  readonly height: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** The visible part of a matrix. Widths and heights are CSS pixels. */
export interface PaneFrame {
  readonly width: number;
  readonly height: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly rows: number;
  readonly columns: number;
  /** First visible row and column; fractional while panning. */
  readonly row: number;
  readonly column: number;
}

/** Largest size of a zoomed cell along each axis, in CSS pixels: a number fits. */
const largestCell = 36;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, Math.max(low, high)));

const zoomedCell = (cell: number, zoom: number): number => clamp(cell * zoom, cell, Math.max(cell, largestCell));

/** Returns the zoom at which the smaller side of a cell reaches the largest size. */
export function largestZoom(box: PaneBox): number {
  return Math.max(1, largestCell / Math.min(box.cellWidth, box.cellHeight));
}

/** Returns the frame of a `rows` × `columns` matrix in its box; the viewport is clamped to the matrix. */
export function paneFrameOf(box: PaneBox, rows: number, columns: number, viewport: Viewport): PaneFrame {
  const cellWidth = zoomedCell(box.cellWidth, viewport.zoom);
  const cellHeight = zoomedCell(box.cellHeight, viewport.zoom);
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

/** Returns the cell at (x, y) CSS pixels from the heatmap's corner, or null outside the matrix. */
export function cellAt(frame: PaneFrame, x: number, y: number): Cell | null {
  const row = Math.floor(frame.row + y / frame.cellHeight);
  const column = Math.floor(frame.column + x / frame.cellWidth);
  if (x < 0 || y < 0 || x >= frame.width || y >= frame.height) return null;
  return row < frame.rows && column < frame.columns ? { row, column } : null;
}

/**
 * Returns the rectangle of a range of cells, in CSS pixels from the heatmap's corner; the rectangle may lie outside.
 */
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

/** Returns the viewport after zooming by `factor`; the cell under (x, y) stays in place. */
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
    column: column - x / zoomedCell(box.cellWidth, zoom),
    row: row - y / zoomedCell(box.cellHeight, zoom),
  };
}

/** Returns the viewport after moving the matrix by (dx, dy) CSS pixels. */
export function panBy(frame: PaneFrame, viewport: Viewport, dx: number, dy: number): Viewport {
  return {
    zoom: viewport.zoom,
    column: clamp(frame.column - dx / frame.cellWidth, 0, frame.columns - frame.width / frame.cellWidth),
    row: clamp(frame.row - dy / frame.cellHeight, 0, frame.rows - frame.height / frame.cellHeight),
  };
}

/** Scrolls as little as makes the cells visible. Returns the same viewport if they are visible already. */
export function scrollTo(frame: PaneFrame, viewport: Viewport, target: CellRange): Viewport {
  const row = scrolledRow(frame, target);
  const column = scrolledColumn(frame, target);
  if (row === frame.row && column === frame.column) return viewport;
  return { zoom: viewport.zoom, row, column };
}

/** Returns the first visible row after scrolling as little as makes the target's rows visible. */
export function scrolledRow(frame: PaneFrame, target: CellRange): number {
  return scrolledStart(frame.row, frame.height / frame.cellHeight, target.row, target.rows);
}

/** Does for columns what {@link scrolledRow} does for rows. */
export function scrolledColumn(frame: PaneFrame, target: CellRange): number {
  return scrolledStart(frame.column, frame.width / frame.cellWidth, target.column, target.columns);
}

/** Scrolls one axis. A target longer than the window only has to be visible in part. */
function scrolledStart(first: number, length: number, target: number, size: number): number {
  if (size >= length) return clamp(first, target - length + 1, target + size - 1);
  return clamp(first, target + size - length, target);
}

/** Returns true if the whole matrix is visible. */
export function fits(frame: PaneFrame): boolean {
  return frame.columns * frame.cellWidth <= frame.width + 0.5 && isWholeHeight(frame);
}

/** Returns true if all rows are visible. */
export function isWholeHeight({ rows, cellHeight, height }: PaneFrame): boolean {
  return rows * cellHeight <= height + 0.5;
}
