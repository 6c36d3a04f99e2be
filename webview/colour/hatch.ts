import type { CellKind } from '../../src/engine/geometry/geometry.ts';
import { type Pixels, roomForPixels, pixelsOf } from './pixels.ts';
import type { Theme } from './theme.ts';

/** Side of the repeating tile in CSS pixels. */
const tile = 5;

const cache = new Map<string, Pixels>();

/**
 * The pattern of structural zeros, a square that repeats: `/` for padding, a brighter `\` for inserted
 * ones. It is drawn in device pixels, so that it is crisp.
 */
export function hatch(kind: Exclude<CellKind, 0>, theme: Theme, ratio: number): Pixels {
  const line = kind === 1 ? theme.hatchPadding : theme.hatchInserted;
  const key = `${kind} ${line} ${theme.hatchBackground} ${ratio}`;
  const drawn = cache.get(key) ?? drawTile(kind, line, theme.hatchBackground, ratio);
  cache.set(key, drawn);
  return drawn;
}

function drawTile(kind: 1 | 2, line: string, back: string, ratio: number): Pixels {
  const side = Math.max(3, Math.round(tile * ratio));
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) return roomForPixels(side, side);
  context.fillStyle = back;
  context.fillRect(0, 0, side, side);
  context.strokeStyle = line;
  context.lineWidth = Math.max(1, ratio);
  context.beginPath();
  // Three strokes: the diagonal itself and the corners of its neighbours, so that tiles join.
  for (const shift of [-side, 0, side]) {
    const [from, to] = kind === 1 ? [side + 1, -1] : [-1, side + 1];
    context.moveTo(shift - 1, from);
    context.lineTo(shift + side + 1, to);
  }
  context.stroke();
  return pixelsOf(context.getImageData(0, 0, side, side).data, side, side);
}

/** The one colour a hatched cell has where it is too small for lines. */
export function hatchTone(kind: 1 | 2, theme: Theme): readonly [number, number, number] {
  const back = parseColour(theme.hatchBackground);
  const line = parseColour(kind === 1 ? theme.hatchPadding : theme.hatchInserted);
  return [0, 1, 2].map((i) => Math.round(((back[i] ?? 0) + (line[i] ?? 0)) / 2)) as [number, number, number];
}

/** `#rgb`, `#rrggbb` and `rgb(…)`, which is all that theme.css and VS Code use. */
export function parseColour(css: string): readonly [number, number, number] {
  if (css.startsWith('#')) {
    const short = css.length < 7;
    const channel = (i: number): number =>
      short ? Number.parseInt(css.charAt(1 + i).repeat(2), 16) : Number.parseInt(css.slice(1 + 2 * i, 3 + 2 * i), 16);
    return [channel(0), channel(1), channel(2)];
  }
  const [r = 0, g = 0, b = 0] = (css.match(/[\d.]+/g) ?? []).map(Number);
  return [r, g, b];
}
