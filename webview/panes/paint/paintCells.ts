import { CellKind } from '../../../src/engine/geometry.ts';
import { readRow } from '../../../src/engine/view.ts';
import { drawNonFinite } from '../../colour/glyph.ts';
import { hatch } from '../../colour/hatch.ts';
import { inkOn } from '../../colour/ink.ts';
import { entryOf } from '../../colour/scale.ts';
import type { Theme } from '../../colour/theme.ts';
import { colourCell } from '../areas/pixelColour.ts';
import { canvasOf } from '../areas/underlay.ts';
import type { BasePicture } from './paintBase.ts';

/** Cells from this size on show their number. */
export const numberedCell = { width: 24, height: 15 } as const;

/** Cells from this size on have lines between them; lines between smaller ones would darken the picture. */
const griddedCell = 10;

/** Whole cells in sight along an axis, cut ones at the ends included, and where they begin in device pixels. */
interface Span {
  readonly cells: Int32Array;
  /** One entry more than there are cells. */
  readonly edges: readonly number[];
}

function spanOf(first: number, length: number, cell: number, size: number): Span {
  const from = Math.max(0, Math.floor(first + 1e-9));
  const to = Math.min(size, Math.ceil(first + length / cell - 1e-9));
  const count = Math.max(0, to - from);
  return {
    cells: Int32Array.from({ length: count }, (_, i) => from + i),
    edges: Array.from({ length: count + 1 }, (_, i) => Math.round((from + i - first) * cell)),
  };
}

/**
 * Cells one by one, with hatches, glyphs, lines and numbers as far as there is room. The values are
 * one small image drawn large, which leaves out the structural zeros: the hatches lie under it.
 */
export function paintCells(context: CanvasRenderingContext2D, picture: BasePicture): void {
  const { view, scale, frame, theme, ratio } = picture;
  const { width, height } = context.canvas;
  const rows = spanOf(frame.row, height, frame.cellHeight * ratio, frame.rows);
  const columns = spanOf(frame.column, width, frame.cellWidth * ratio, frame.columns);
  const across = columns.cells.length;
  const down = rows.cells.length;
  const values = new Float64Array(across * down);
  const kinds = new Uint8Array(across * down);
  const pixels = new Uint8ClampedArray(4 * across * down);
  const tones = { padding: [0, 0, 0], inserted: [0, 0, 0], outside: [0, 0, 0] } as const;
  for (let r = 0; r < down; r++) {
    const [from, to] = [r * across, (r + 1) * across];
    readRow(view, rows.cells[r] as number, columns.cells, values.subarray(from, to), kinds.subarray(from, to)); // prettier-ignore
    for (let i = from; i < to; i++) {
      const value = values[i] as number;
      if (kinds[i] === CellKind.value && Number.isFinite(value)) {
        colourCell(pixels, 4 * i, CellKind.value, value, scale, tones);
      }
    }
  }
  const each = (draw: (i: number, x: number, y: number, w: number, h: number) => void): void => {
    for (let r = 0, i = 0; r < down; r++) {
      const y = rows.edges[r] as number;
      const h = (rows.edges[r + 1] as number) - y;
      for (let c = 0; c < across; c++, i++) {
        const x = columns.edges[c] as number;
        draw(i, x, y, (columns.edges[c + 1] as number) - x, h);
      }
    }
  };
  paintHatches(context, picture, kinds, rows, columns);
  context.imageSmoothingEnabled = false;
  const [x, y] = [columns.edges[0] as number, rows.edges[0] as number];
  const right = columns.edges[across] as number;
  const bottom = rows.edges[down] as number;
  context.drawImage(canvasOf({ pixels, rows: down, columns: across }), x, y, right - x, bottom - y);
  const write = numberWriter(context, picture);
  each((i, cx, cy, w, h) => {
    if (kinds[i] !== CellKind.value) return;
    const value = values[i] as number;
    if (!Number.isFinite(value)) drawNonFinite(context, value, cx, cy, w, h);
    else write?.(value, inkOn(scale.lut, entryOf(scale, value)), cx + w / 2, cy + h / 2);
  });
  if (Math.min(frame.cellWidth, frame.cellHeight) >= griddedCell) {
    paintGrid(context, columns.edges, rows.edges, theme, ratio);
  }
}

/** One hatch under everything if there are structural zeros, and runs of the other kind over it. */
function paintHatches(
  context: CanvasRenderingContext2D,
  { theme, ratio }: BasePicture,
  kinds: Uint8Array,
  rows: Span,
  columns: Span,
): void {
  const { inserted, padding } = CellKind;
  if (kinds.includes(inserted)) {
    context.fillStyle = hatch(context, inserted, theme, ratio);
    context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  }
  if (!kinds.includes(padding)) return;
  context.fillStyle = hatch(context, padding, theme, ratio);
  const across = columns.cells.length;
  for (let r = 0; r < rows.cells.length; r++) {
    const y = rows.edges[r] as number;
    const height = (rows.edges[r + 1] as number) - y;
    for (let c = 0; c < across; c++) {
      const start = c;
      while (c < across && kinds[r * across + c] === padding) c++;
      if (c === start) continue;
      const x = columns.edges[start] as number;
      context.fillRect(x, y, (columns.edges[c] as number) - x, height);
    }
  }
}

/** Lines in the background's colour between cells. */
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

/** Writes a cell's number; null where cells are too small for one. */
function numberWriter(
  context: CanvasRenderingContext2D,
  { frame, theme, ratio, text }: BasePicture,
): ((value: number, ink: string, x: number, y: number) => void) | null {
  if (frame.cellWidth < numberedCell.width || frame.cellHeight < numberedCell.height) return null;
  const size = frame.cellWidth >= 34 ? 10 : 9;
  context.font = `${size * ratio}px ${theme.mono}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const character = context.measureText('0').width / ratio;
  // Without its grid line and half a pixel of air on both sides.
  const characters = Math.floor((frame.cellWidth - 2) / character);
  return (value, ink, x, y) => {
    context.fillStyle = ink;
    context.fillText(text(value, characters), x, y + ratio / 2);
  };
}
