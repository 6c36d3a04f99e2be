import { type Pixels, roomForPixels, copyPixels } from '../../colour/pixels.ts';
import { putPixels } from '../paint/putPixels.ts';
import { type PixelGrid, type PlaceRect, pixelsIn } from './grid.ts';

/**
 * Puts the places in sight onto a canvas, each over its device pixels, in one go: a canvas is slow to be drawn on
 * often. `origin`: the device pixels that have left the picture. Returns what was shown, whose memory `spare` next
 * time is.
 */
export function showPlaces(
  context: CanvasRenderingContext2D,
  places: Pixels,
  sight: PlaceRect,
  { rows, columns }: PixelGrid,
  origin: { readonly x: number; readonly y: number },
  spare: Pixels | null,
): Pixels {
  const { width, height } = context.canvas;
  const across = pixelsIn(columns, sight.columns, origin.x, width);
  const down = pixelsIn(rows, sight.rows, origin.y, height);
  const shown = roomForPixels(across.shows.length, down.shows.length, spare);
  copyPixels(places, shown, across.shows, down.shows);
  putPixels(context, shown, across.first, down.first);
  return shown;
}
