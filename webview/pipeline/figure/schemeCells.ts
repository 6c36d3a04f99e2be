import { cellWithin, crisp, metrics } from '../../viewer/place.ts';
import type { SchemeSizes } from './schemeSizes.ts';

/** Cell sizes of a Falk scheme. A size that two matrices share is one number. */
export interface SchemeCells {
  /** Width of a column of the top factor (such as U) and of the product (such as Y), in CSS pixels. */
  readonly column: number;
  /** Height of a row of the left factor (such as K) and of the product. */
  readonly row: number;
  /** Height of a row of the top factor. */
  readonly inner: number;
  /** Width of a column of the left factor. */
  readonly across: number;
  /** Number of visible columns if the matrix with numbers does not fit; null if all are visible. */
  readonly window: number | null;
}

/** The largest number of rows that are drawn with numbers. */
const numberedRows = 18;

/**
 * Returns the cell sizes for the available room. Small matrices get cells with numbers; if only their columns are
 * too many, a window of whole output rows is visible. Other matrices are scaled to fit.
 */
export function schemeCellsOf(
  { top, left, product, block }: SchemeSizes,
  width: number,
  leftWidth: number,
  heights: { readonly top: number; readonly product: number },
): SchemeCells {
  // The matrix with more rows gets more height: usually the top factor, but the product in matmul + fold.
  const swap = product.rows > top.rows;
  const topHeight = swap ? heights.product : heights.top;
  const productHeight = swap ? heights.top : heights.product;
  const inner = rowHeight(top.rows, topHeight);
  const row = rowHeight(product.rows, productHeight);
  const across = crisp(cellWithin(leftWidth, left.columns));
  const numbered = inner >= 16 && row >= 16;
  const fitting = cellWithin(width, product.columns, 28);
  if (!numbered || fitting >= 24) {
    return { inner, row, across, window: null, column: crisp(fitting) };
  }
  const window = windowColumns(width, product.columns, block);
  if (window === null) return { inner, row, across, window: null, column: fitting };
  return { inner, row, across, window, column: crisp(cellWithin(width, window, 28)) };
}

/** Returns a height for numbers if there are few rows, else the height at which all rows fit. */
function rowHeight(rows: number, height: number): number {
  if (rows <= numberedRows) return Math.max(16, Math.floor(Math.min(metrics.cell, 300 / rows)));
  return crisp(height / rows);
}

/** Returns the columns of as many whole output rows as fit with numbers; null if not even one row fits. */
function windowColumns(width: number, columns: number, block: number): number | null {
  const smallest = metrics.cell;
  const blocks = Math.floor(width / (smallest * Math.max(1, block)));
  if (blocks < 1) return null;
  return Math.min(columns, blocks * Math.max(1, block));
}

/** Returns the height of the overview of a matrix that is partly visible: 3 pixels per row, from 14 to 36. */
export function overviewHeight(rows: number): number {
  return Math.max(14, Math.min(36, 3 * rows));
}

/** Returns the distance from the top of the overview to its matrix, with the lines between them and the ticks. */
export function overviewRoom(rows: number): number {
  return overviewHeight(rows) + 28;
}

/**
 * Returns the first column of a window of `count` columns around `column`, in whole blocks (output rows) of `block`
 * columns. The window has as many blocks before the column's block as after it, or one fewer.
 */
export function windowStart(column: number, count: number, block: number, columns: number): number {
  const blocks = Math.max(1, Math.floor(count / block));
  const before = Math.floor((blocks - 1) / 2);
  const first = (Math.floor(column / block) - before) * block;
  return Math.max(0, Math.min(first, columns - count));
}
