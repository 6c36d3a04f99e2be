import { CellKind } from '../../../src/engine/geometry.ts';
import type { MatrixView } from '../../../src/engine/view.ts';
import { drawNonFinite } from '../../colour/glyph.ts';
import { hatch, hatchTone } from '../../colour/hatch.ts';
import { inkOn } from '../../colour/ink.ts';
import { cssColour, entryOf, type Scale } from '../../colour/scale.ts';
import type { Theme } from '../../colour/theme.ts';
import type { Frame } from '../frame.ts';
import { areaMean } from './areaMean.ts';
import { type AxisPlan, cellMode, samplePlan } from './sampling.ts';

/** Everything a picture of cells depends on; the cursor is no part of it. */
export interface BasePicture {
  readonly view: MatrixView;
  readonly scale: Scale;
  readonly frame: Frame;
  readonly theme: Theme;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
  /** Text of a value in a cell with room for so many characters. */
  readonly text: (value: number, characters: number) => string;
  readonly budget?: number;
}

/** Cells from this size on show their number. */
export const numberedCell = { width: 24, height: 15 } as const;

/** Cells from this size on have lines between them; lines between smaller ones would darken the picture. */
const griddedCell = 10;

/** Draws the cells. The canvas has the frame's size times `ratio`; its transform is the identity. */
export function paintBase(context: CanvasRenderingContext2D, picture: BasePicture): void {
  const { frame, theme, ratio } = picture;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  if (frame.rows === 0 || frame.columns === 0) return;
  const plan = samplePlan(frame, ratio, picture.budget);
  if (Math.min(frame.cellWidth, frame.cellHeight) >= cellMode && !plan.sampled) {
    paintCells(context, picture, plan.rows, plan.columns);
    return;
  }
  const tones = { padding: hatchTone(1, theme), inserted: hatchTone(2, theme) };
  const pixels = areaMean(picture.view, plan, picture.scale, tones);
  const small = document.createElement('canvas');
  small.width = plan.columns.places;
  small.height = plan.rows.places;
  small
    .getContext('2d')
    ?.putImageData(new ImageData(pixels, plan.columns.places, plan.rows.places), 0, 0);
  context.imageSmoothingEnabled = false;
  const x = (plan.columns.from - frame.column) * frame.cellWidth * ratio;
  const y = (plan.rows.from - frame.row) * frame.cellHeight * ratio;
  const width = plan.columns.count * frame.cellWidth * ratio;
  const height = plan.rows.count * frame.cellHeight * ratio;
  context.drawImage(small, x, y, width, height);
}

/** Where cells begin along an axis, in whole device pixels; one entry more than there are cells. */
function edges(plan: AxisPlan, first: number, cell: number): number[] {
  return Array.from({ length: plan.count + 1 }, (_, i) =>
    Math.round((plan.from + i - first) * cell),
  );
}

function paintCells(
  context: CanvasRenderingContext2D,
  picture: BasePicture,
  rows: AxisPlan,
  columns: AxisPlan,
): void {
  const { view, scale, frame, theme, ratio } = picture;
  const xs = edges(columns, frame.column, frame.cellWidth * ratio);
  const ys = edges(rows, frame.row, frame.cellHeight * ratio);
  const patterns = [1, 2].map((kind) => hatch(context, kind === 1 ? 1 : 2, theme, ratio));
  const write = numberWriter(context, picture);
  for (let i = 0; i < rows.count; i++) {
    const y = ys[i] as number;
    const height = (ys[i + 1] as number) - y;
    for (let j = 0; j < columns.count; j++) {
      const x = xs[j] as number;
      const width = (xs[j + 1] as number) - x;
      const kind = view.kind(rows.from + i, columns.from + j);
      if (kind !== CellKind.value) {
        context.fillStyle = patterns[kind - 1] ?? theme.hatchBackground;
        context.fillRect(x, y, width, height);
        continue;
      }
      const value = view.value(rows.from + i, columns.from + j);
      if (!Number.isFinite(value)) {
        drawNonFinite(context, value, x, y, width, height);
        continue;
      }
      const entry = entryOf(scale, value);
      context.fillStyle = cssColour(scale.lut, entry);
      context.fillRect(x, y, width, height);
      write?.(value, inkOn(scale.lut, entry), x + width / 2, y + height / 2);
    }
  }
  if (Math.min(frame.cellWidth, frame.cellHeight) >= griddedCell) {
    paintGrid(context, xs, ys, theme, ratio);
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
