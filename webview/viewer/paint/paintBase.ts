import type { AreaPainter, BasePicture } from './basePicture.ts';
import { paintCells } from './paintCells.ts';

/** Least side in CSS pixels of cells that are drawn one by one, with hatches and glyphs. */
export const cellMode = 5;

/** Largest number of reads for drawing cells one by one. */
const cellBudget = 2_000_000;

/** Returns true if the cells of a picture are large and few enough to be drawn one by one. */
export function isDrawnByCell({ frame, subject }: BasePicture): boolean {
  const { width, height, cellWidth, cellHeight } = frame;
  if (Math.min(cellWidth, cellHeight) < cellMode) return false;
  return (width / cellWidth) * (height / cellHeight) * subject.cost <= cellBudget;
}

/** Draws the cells on a canvas of the frame's size times `ratio`; resets the canvas's transform to the identity. */
export function paintBase(context: CanvasRenderingContext2D, picture: BasePicture, areas: AreaPainter): void {
  const { frame, theme } = picture;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  if (frame.rows === 0 || frame.columns === 0) areas.yieldToCells();
  else if (picture.subject.image !== undefined) {
    areas.yieldToCells();
    paintImage(context, picture, picture.subject.image);
  } else if (isDrawnByCell(picture)) {
    areas.yieldToCells();
    paintCells(context, picture);
  } else areas.paint(context, picture);
}

/** Draws the visible part of an image that has one pixel for each cell. */
function paintImage(context: CanvasRenderingContext2D, { frame, ratio }: BasePicture, image: HTMLCanvasElement): void {
  const { width, height, cellWidth, cellHeight, row, column } = frame;
  context.imageSmoothingEnabled = Math.min(cellWidth, cellHeight) * ratio < 1;
  context.imageSmoothingQuality = 'high';
  const [columns, rows] = [width / cellWidth, height / cellHeight];
  context.drawImage(image, column, row, columns, rows, 0, 0, width * ratio, height * ratio);
}
