import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import { drawNonFinite } from '../../colour/glyph.ts';
import { hatch } from '../../colour/hatch.ts';
import { inkOn } from '../../colour/ink.ts';
import { entryOf } from '../../colour/scale.ts';
import type { Theme } from '../../colour/theme.ts';
import { cellImage, readCells, type VisibleCells, spanOf } from './cellImage.ts';
import type { PaneFrame } from '../frame.ts';
import { numberedCell } from '../place.ts';
import type { BasePicture } from './basePicture.ts';
import { putPixels } from './putPixels.ts';

/** Returns true if the cells of a frame have room for their numbers. */
export function isNumbered({ cellWidth, cellHeight }: PaneFrame): boolean {
  return cellWidth >= numberedCell.width && cellHeight >= numberedCell.height;
}

/** Least size of cells that have lines between them, in CSS pixels: lines between smaller cells would hide them. */
const griddedCell = 10;

/**
 * Draws cells one by one, with hatches, glyphs, lines and numbers as far as there is room. Values and hatches are put
 * together in one image, because many calls of a canvas are slow.
 */
export function paintCells(context: CanvasRenderingContext2D, picture: BasePicture): void {
  const { view, scale, frame, theme, ratio } = picture;
  const { width, height } = context.canvas;
  const rows = spanOf(frame.row, height, frame.cellHeight * ratio, frame.rows);
  const columns = spanOf(frame.column, width, frame.cellWidth * ratio, frame.columns);
  const cells = readCells(view, rows, columns);
  const hatches = { 1: hatch(CellKind.padding, theme, ratio), 2: hatch(CellKind.inserted, theme, ratio) };
  const { image, x, y } = cellImage(cells, { rows, columns }, context.canvas, scale, hatches);
  putPixels(context, image, x, y);
  const write = numberWriter(context, picture);
  const across = columns.cells.length;
  for (const [i, value] of cells.values.entries()) {
    if (cells.kinds[i] !== CellKind.value) continue;
    const [top, bottom] = edgesOf(rows, Math.floor(i / across));
    const [left, right] = edgesOf(columns, i % across);
    if (!Number.isFinite(value)) {
      drawNonFinite(context, value, left, top, right - left, bottom - top);
    } else if (write !== null) {
      const ink = inkOn(scale.lut, entryOf(scale, value));
      write(value, ink, (left + right) / 2, (top + bottom) / 2);
    }
  }
  if (Math.min(frame.cellWidth, frame.cellHeight) >= griddedCell) {
    paintGrid(context, columns.edges, rows.edges, theme, ratio);
  }
}

const edgesOf = ({ edges }: VisibleCells, i: number): readonly [number, number] => [
  edges[i] as number,
  edges[i + 1] as number,
];

/** Draws lines between cells in the background's colour. */
function paintGrid(
  context: CanvasRenderingContext2D,
  xs: readonly number[],
  ys: readonly number[],
  theme: Theme,
  ratio: number,
): void {
  const line = Math.max(1, Math.floor(ratio));
  context.fillStyle = theme.background;
  for (const x of xs.slice(1, -1)) context.fillRect(x, 0, line, context.canvas.height);
  for (const y of ys.slice(1, -1)) context.fillRect(0, y, context.canvas.width, line);
}

/** Returns the function that writes a cell's number, or null if cells are too small for numbers. */
function numberWriter(
  context: CanvasRenderingContext2D,
  { frame, theme, ratio, text }: BasePicture,
): ((value: number, ink: string, x: number, y: number) => void) | null {
  if (!isNumbered(frame)) return null;
  const size = frame.cellWidth >= 34 ? 10 : 9;
  context.font = `${size * ratio}px ${theme.mono}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const character = context.measureText('0').width / ratio;
  // The grid line and half a pixel on both sides are no room for text.
  const characters = Math.floor((frame.cellWidth - 2) / character);
  return (value, ink, x, y) => {
    context.fillStyle = ink;
    context.fillText(text(value, characters), x, y + ratio / 2);
  };
}
