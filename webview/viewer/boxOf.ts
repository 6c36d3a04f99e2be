import type { PaneBox } from './frame.ts';
import { cellWithin, crisp } from './place.ts';

/** Least width and height of a heatmap in CSS pixels, so that an axis of few cells can be pointed at. */
const least = 26;
/** Largest side of a cell in CSS pixels: a long number fits. */
const largest = 44;

/**
 * Returns the box of a `rows` × `columns` heatmap that fits into `width` × `height` CSS pixels. Cells are square unless
 * an axis would be shorter than the least size.
 */
export function boxOf(rows: number, columns: number, width: number, height: number): PaneBox {
  const cell = crisp(Math.min(cellWithin(width, columns, largest), cellWithin(height, rows, largest)));
  const cellWidth = Math.max(cell, Math.min(least, width) / Math.max(1, columns));
  const cellHeight = Math.max(cell, Math.min(least, height) / Math.max(1, rows));
  return {
    width: columns * cellWidth,
    height: rows * cellHeight,
    cellWidth,
    cellHeight,
  };
}
