import type { AreaPainter, BasePicture } from './basePicture.ts';
import { paintCells } from './paintCells.ts';

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
export function paintBase(context: CanvasRenderingContext2D, picture: BasePicture, areas: AreaPainter): void {
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
