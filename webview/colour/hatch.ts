import type { CellKind } from '../../src/engine/geometry/geometry.ts';
import { type Pixels, allocatePixels, pixelsOf } from './pixels.ts';
import type { Theme } from './theme.ts';

/** Side of the repeated tile in CSS pixels. */
const tile = 5;

const cache = new Map<string, Pixels>();

/**
 * Returns the hatch of structural zeros as a square tile to repeat: `/` for padding zeros, a brighter `\` for inserted
 * zeros. The tile is drawn in device pixels (`ratio` of them per CSS pixel), so that its lines are sharp.
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
  if (context === null) return allocatePixels(side, side);
  context.fillStyle = back;
  context.fillRect(0, 0, side, side);
  context.strokeStyle = line;
  context.lineWidth = Math.max(1, ratio);
  context.beginPath();
  // Three strokes, the diagonal and the corners of the neighbouring tiles' diagonals, make the tiles join.
  for (const shift of [-side, 0, side]) {
    const [from, to] = kind === 1 ? [side + 1, -1] : [-1, side + 1];
    context.moveTo(shift - 1, from);
    context.lineTo(shift + side + 1, to);
  }
  context.stroke();
  return pixelsOf(context.getImageData(0, 0, side, side).data, side, side);
}

/**
 * Returns the plain colour of a structural zero whose cell is too small for a hatch: the mean of line and background.
 */
export function hatchTone(kind: 1 | 2, theme: Theme): readonly [number, number, number] {
  const back = parseColour(theme.hatchBackground);
  const line = parseColour(kind === 1 ? theme.hatchPadding : theme.hatchInserted);
  return [0, 1, 2].map((i) => Math.round(((back[i] ?? 0) + (line[i] ?? 0)) / 2)) as [number, number, number];
}

/** Parses a CSS colour of the form `#rgb`, `#rrggbb` or `rgb(…)`, the forms that theme.css and VS Code use. */
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
