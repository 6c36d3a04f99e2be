import type { PaneBox } from './frame.ts';
import { cellWithin, crisp } from './place.ts';

/** An axis of few cells is drawn at least this high or wide, in CSS pixels: one can point at it. */
const least = 26;
/** Cells with a long number in them. */
const largest = 44;

/** The box of a `rows` × `columns` picture in so much room: square cells, unless that left a strip too thin to be seen. */
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
