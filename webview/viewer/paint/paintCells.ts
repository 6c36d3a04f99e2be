import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import { drawNonFinite } from '../../colour/glyph.ts';
import { hatch } from '../../colour/hatch.ts';
import { inkOn } from '../../colour/ink.ts';
import { cssColour, entryOf } from '../../../src/colour/scale.ts';
import type { Theme } from '../../colour/theme.ts';
import { cellImage, type Cells, readCells, type VisibleCells, spanOf } from './cellImage.ts';
import type { PaneFrame } from '../frame.ts';
import { numberedCell } from '../place.ts';
import type { BasePicture } from './basePicture.ts';
import type { Pen } from './pen.ts';
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
  const { scale, theme, ratio } = picture;
  const { width, height } = context.canvas;
  const drawn = visibleCells(picture, width, height);
  const hatches = { 1: hatch(CellKind.padding, theme, ratio), 2: hatch(CellKind.inserted, theme, ratio) };
  const { image, x, y } = cellImage(drawn.cells, drawn, context.canvas, scale, hatches);
  putPixels(context, image, x, y);
  paintOverCells(context, picture, drawn, { width, height });
}

/** The paints of structural zeros in an SVG: the hatches, by reference. */
export type HatchPaints = Readonly<Record<1 | 2, string>>;

/** Draws cells one by one as vectors in CSS pixels; `picture.ratio` is 1. */
export function drawCells(pen: Pen, picture: BasePicture, hatches: HatchPaints): void {
  const { scale, frame } = picture;
  const drawn = visibleCells(picture, frame.width, frame.height);
  for (const { value, kind, left, top, width, height } of eachCell(drawn)) {
    if (kind === CellKind.value && !Number.isFinite(value)) continue;
    pen.fillStyle = kind === CellKind.value ? cssColour(scale.lut, entryOf(scale, value)) : hatches[kind];
    pen.fillRect(left, top, width, height);
  }
  paintOverCells(pen, picture, drawn, frame);
}

interface DrawnCells {
  readonly cells: Cells;
  readonly rows: VisibleCells;
  readonly columns: VisibleCells;
}

interface DrawnCell {
  readonly value: number;
  readonly kind: CellKind;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function visibleCells({ view, frame, ratio }: BasePicture, width: number, height: number): DrawnCells {
  const rows = spanOf(frame.row, height, frame.cellHeight * ratio, frame.rows);
  const columns = spanOf(frame.column, width, frame.cellWidth * ratio, frame.columns);
  return { cells: readCells(view, rows, columns), rows, columns };
}

function* eachCell({ cells, rows, columns }: DrawnCells): Generator<DrawnCell> {
  const across = columns.cells.length;
  for (const [i, value] of cells.values.entries()) {
    const [top, bottom] = edgesOf(rows, Math.floor(i / across));
    const [left, right] = edgesOf(columns, i % across);
    const kind = cells.kinds[i] as CellKind;
    yield { value, kind, left, top, width: right - left, height: bottom - top };
  }
}

/** Draws the glyphs of non-finite values, the numbers and the lines between cells, as far as there is room. */
function paintOverCells(
  pen: Pen,
  picture: BasePicture,
  drawn: DrawnCells,
  size: { readonly width: number; readonly height: number },
): void {
  const { scale, frame, theme, ratio } = picture;
  const write = numberWriter(pen, picture);
  for (const { value, kind, left, top, width, height } of eachCell(drawn)) {
    if (kind !== CellKind.value) continue;
    if (!Number.isFinite(value)) {
      drawNonFinite(pen, value, left, top, width, height);
    } else if (write !== null) {
      write(value, inkOn(scale.lut, entryOf(scale, value)), left + width / 2, top + height / 2);
    }
  }
  if (Math.min(frame.cellWidth, frame.cellHeight) >= griddedCell) {
    paintGrid(pen, drawn, size, theme, ratio);
  }
}

const edgesOf = ({ edges }: VisibleCells, i: number): readonly [number, number] => [
  edges[i] as number,
  edges[i + 1] as number,
];

/** Draws lines between cells in the background's colour. */
function paintGrid(
  pen: Pen,
  { rows, columns }: DrawnCells,
  { width, height }: { readonly width: number; readonly height: number },
  theme: Theme,
  ratio: number,
): void {
  const line = Math.max(1, Math.floor(ratio));
  pen.fillStyle = theme.background;
  for (const x of columns.edges.slice(1, -1)) pen.fillRect(x, 0, line, height);
  for (const y of rows.edges.slice(1, -1)) pen.fillRect(0, y, width, line);
}

/** Returns the function that writes a cell's number, or null if cells are too small for numbers. */
function numberWriter(
  context: Pen,
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
