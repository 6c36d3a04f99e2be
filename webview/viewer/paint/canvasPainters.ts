import type { Theme } from '../../colour/theme.ts';
import type { BasePicture } from './basePicture.ts';
import type { Pen } from './pen.ts';

/** Draws the content of a canvas again in a theme, in CSS pixels from the canvas's corner. */
type CanvasPainter = (pen: Pen, theme: Theme) => void;

/** The cells of a heatmap, which can be drawn again as vectors or, if they are too small, as an image. */
export interface PicturedCells {
  readonly picture: BasePicture;
  /** Draws the cells on a canvas of the frame's size times `picture.ratio`. */
  readonly paint: (context: CanvasRenderingContext2D, picture: BasePicture) => void;
}

const painters = new WeakMap<HTMLCanvasElement, CanvasPainter>();
const cells = new WeakMap<HTMLCanvasElement, () => PicturedCells>();

/** Offers to draw a canvas's content again, for an export; returns a function that withdraws the offer. */
export function offerPainter(canvas: HTMLCanvasElement | null, paint: CanvasPainter): () => void {
  if (canvas === null) return () => undefined;
  painters.set(canvas, paint);
  return () => painters.delete(canvas);
}

/** Does for the cells of a heatmap what {@link offerPainter} does for marks. */
export function offerCells(canvas: HTMLCanvasElement | null, pictured: () => PicturedCells): () => void {
  if (canvas === null) return () => undefined;
  cells.set(canvas, pictured);
  return () => cells.delete(canvas);
}

export const painterOf = (canvas: HTMLCanvasElement): CanvasPainter | undefined => painters.get(canvas);

export const cellsOn = (canvas: HTMLCanvasElement): PicturedCells | undefined => cells.get(canvas)?.();
