import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';
import type { Scale } from '../../colour/scale.ts';
import type { Theme } from '../../colour/theme.ts';
import type { AreaPicture, AreaSubject } from '../areas/areaPicture.ts';
import type { Frame } from '../frame.ts';
import { paintCells } from './paintCells.ts';

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
  readonly subject: AreaSubject;
}

/** From this many CSS pixels on, cells are drawn one by one, with grid lines, hatches and glyphs. */
export const cellMode = 5;

/** Reads that drawing cells one by one may take. */
const cellBudget = 2_000_000;

function inCells({ frame, subject }: BasePicture): boolean {
  const { width, height, cellWidth, cellHeight } = frame;
  if (Math.min(cellWidth, cellHeight) < cellMode) return false;
  return (width / cellWidth) * (height / cellHeight) * subject.cost <= cellBudget;
}

/** Draws the cells. The canvas has the frame's size times `ratio`; its transform is the identity. */
export function paintBase(context: CanvasRenderingContext2D, picture: BasePicture, areas: AreaPicture): void {
  const { frame, theme } = picture;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  if (frame.rows === 0 || frame.columns === 0) areas.stand();
  else if (inCells(picture)) {
    areas.stand();
    paintCells(context, picture);
  } else areas.paint(context, picture);
}
