import { assertNever } from '../../../src/engine/core/assertNever.ts';
import type { Glyph } from './causeKinds.ts';

/** Background of each glyph, the same in every theme: light, the black of NaN, and colours of other lightness. */
const grounds: Readonly<Record<Glyph, string>> = {
  clean: '#f2f2f2',
  cross: '#111111',
  hatch: '#e08214',
  triangle: '#5c6bc0',
  diamond: '#c2185b',
  ring: '#f2f2f2',
};
const line = '#d0d0d0';
/** Rank of each glyph: a pixel that covers several cells shows the highest. */
const weights: Readonly<Record<Glyph, number>> = { clean: 0, hatch: 1, cross: 2, triangle: 3, ring: 4, diamond: 5 };

/** A matrix of cells, each drawn as a glyph. */
export interface GlyphMap {
  readonly rows: number;
  readonly columns: number;
  readonly glyph: (row: number, column: number) => Glyph;
}

/** A rectangle of device pixels. */
interface PixelRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Paints the map over a canvas of `width` × `height` device pixels. */
export function paintPropagation(
  context: CanvasRenderingContext2D,
  map: GlyphMap,
  width: number,
  height: number,
): void {
  context.fillStyle = grounds.clean;
  context.fillRect(0, 0, width, height);
  const { rows, columns } = map;
  // If there are more cells than pixels, a painted cell covers several.
  const [down, across] = [Math.min(rows, height), Math.min(columns, width)];
  for (let i = 0; i < down; i++) {
    for (let j = 0; j < across; j++) {
      const glyph = worstOf(
        map,
        share(i, rows, down),
        share(i + 1, rows, down),
        share(j, columns, across),
        share(j + 1, columns, across),
      );
      const [x, y] = [share(j, width, across), share(i, height, down)];
      const [right, bottom] = [share(j + 1, width, across), share(i + 1, height, down)];
      paintCell(context, glyph, { x, y, width: right - x, height: bottom - y });
    }
  }
}

const share = (i: number, size: number, count: number): number => Math.floor((i * size) / count);

function worstOf({ glyph }: GlyphMap, top: number, bottom: number, left: number, right: number): Glyph {
  let worst = glyph(top, left);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const next = glyph(row, column);
      if (weights[next] > weights[worst]) worst = next;
    }
  }
  return worst;
}

/** Least size of a cell, in device pixels, that has room for more than its colour. */
const roomForGlyph = 6;

/** Paints a cell, with a grid line at its lower and right edge if there is room. */
function paintCell(context: CanvasRenderingContext2D, glyph: Glyph, cell: PixelRect): void {
  const { x, y, width, height } = cell;
  const room = Math.min(width, height);
  if (glyph !== 'clean') {
    context.fillStyle = grounds[glyph];
    context.fillRect(x, y, width, height);
  }
  if (room >= roomForGlyph) {
    context.fillStyle = line;
    context.fillRect(x, y + height - 1, width, 1);
    context.fillRect(x + width - 1, y, 1, height);
    paintGlyph(context, glyph, { ...cell, width: width - 1, height: height - 1 }, room * 0.26);
  }
}

/** Paints a glyph in the middle of a rectangle, `reach` pixels to every side; a hatch fills the rectangle. */
function paintGlyph(
  context: CanvasRenderingContext2D,
  glyph: Glyph,
  { x, y, width, height }: PixelRect,
  reach: number,
): void {
  const [cx, cy] = [x + width / 2, y + height / 2];
  context.lineWidth = Math.max(1, reach / 3);
  context.strokeStyle = context.fillStyle = glyph === 'ring' ? '#c2185b' : '#ffffff';
  context.beginPath();
  switch (glyph) {
    case 'clean':
      return;
    case 'cross':
      segments(
        context,
        [cx - reach, cy - reach, cx + reach, cy + reach],
        [cx + reach, cy - reach, cx - reach, cy + reach],
      );
      context.stroke();
      return;
    case 'hatch':
      context.save();
      context.rect(x, y, width, height);
      context.clip();
      context.beginPath();
      context.strokeStyle = '#2b1700';
      for (let at = -height; at < width; at += 5) segments(context, [x + at, y, x + at + height, y + height]);
      context.lineWidth = 1.5;
      context.stroke();
      context.restore();
      return;
    case 'triangle':
      polygon(context, [cx - reach, cy + reach * 0.8, cx + reach, cy + reach * 0.8, cx, cy - reach]);
      context.fill();
      return;
    case 'diamond':
      polygon(context, [cx - reach, cy, cx, cy - reach, cx + reach, cy, cx, cy + reach]);
      context.fill();
      return;
    case 'ring':
      context.arc(cx, cy, reach, 0, 2 * Math.PI);
      context.stroke();
      return;
    default:
      return assertNever(glyph, 'glyph');
  }
}

function segments(context: CanvasRenderingContext2D, ...lines: readonly [number, number, number, number][]): void {
  for (const [x0, y0, x1, y1] of lines) {
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
  }
}

function polygon(context: CanvasRenderingContext2D, points: readonly number[]): void {
  for (let i = 0; i < points.length; i += 2) {
    if (i === 0) context.moveTo(points[i] ?? 0, points[i + 1] ?? 0);
    else context.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
  }
  context.closePath();
}
