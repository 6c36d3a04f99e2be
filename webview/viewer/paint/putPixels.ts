import type { Pixels } from '../../colour/pixels.ts';

/** Copies an image onto a canvas with its corner at (x, y), replacing the pixels there. */
export function putPixels(
  context: CanvasRenderingContext2D,
  { data, columns, rows }: Pixels,
  x: number,
  y: number,
): void {
  if (columns === 0 || rows === 0) return;
  context.putImageData(new ImageData(new Uint8ClampedArray(data.buffer), columns, rows), x, y);
}
