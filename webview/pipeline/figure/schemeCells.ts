import { cellWithin, crisp, metrics } from '../../viewer/place.ts';
import type { SchemeSizes } from './schemeSizes.ts';

/** Cell sizes of a Falk scheme; what two matrices share is one number here. */
export interface SchemeCells {
  /** Width of a column of the top factor and of the product. */
  readonly column: number;
  /** Height of a row of the left factor and of the product. */
  readonly row: number;
  /** Height of a row of the top factor. */
  readonly inner: number;
  /** Width of a column of the left factor. */
  readonly across: number;
  /** Columns in sight where the numbered matrix does not fit; null where all are. */
  readonly window: number | null;
}

/** Rows up to which a factor is drawn with numbers. */
const numberedRows = 18;

/**
 * Sizes for the room there is: cells with numbers where the matrices are small (a window of whole
 * output rows where only the columns are too many), else everything scaled to fit.
 */
export function schemeCellsOf(
  { top, left, product, block }: SchemeSizes,
  width: number,
  leftWidth: number,
  heights: { readonly top: number; readonly product: number },
): SchemeCells {
  // The taller of the two gets the taller place: U above Y, but the columns below X.
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

/** Rows with numbers as far as they are few; else all rows in the height there is. */
function rowHeight(rows: number, height: number): number {
  if (rows <= numberedRows) return Math.max(16, Math.floor(Math.min(metrics.cell, 300 / rows)));
  return crisp(height / rows);
}

/** As many whole output rows as fit with numbers; null where not even one does. */
function windowColumns(width: number, columns: number, block: number): number | null {
  const smallest = metrics.cell;
  const blocks = Math.floor(width / (smallest * Math.max(1, block)));
  if (blocks < 1) return null;
  return Math.min(columns, blocks * Math.max(1, block));
}

/** The overview of a matrix that is not all in sight: three pixels a row, as far as that stays a strip. */
export function overviewHeight(rows: number): number {
  return Math.max(14, Math.min(36, 3 * rows));
}

/** From the overview's top to the matrix: the strip, the lines that fan out below it, the ticks. */
export function overviewRoom(rows: number): number {
  return overviewHeight(rows) + 28;
}

/**
 * First column of a window of `count` columns about a column, in whole blocks of `block`: the
 * cursor's output row with as many rows before it as after it, or one fewer.
 */
export function windowStart(column: number, count: number, block: number, columns: number): number {
  const blocks = Math.max(1, Math.floor(count / block));
  const before = Math.floor((blocks - 1) / 2);
  const first = (Math.floor(column / block) - before) * block;
  return Math.max(0, Math.min(first, columns - count));
}
