import { planeOf, type PictureAxes } from '../../src/engine/views/pictureAxes.ts';
import { planeView } from '../../src/engine/views/plane.ts';
import { type Tensor, zeros } from '../../src/engine/core/tensor.ts';
import type { ColourLimits } from './colourScale.ts';

/** Most pixels along an axis of a colour image: browsers draw no larger canvas. */
export const mostImagePixels = 16_384;

/** Returns the numbers of a colour image as a tensor of shape (rows, columns, colours). */
export function imageTensor(tensor: Tensor, axes: PictureAxes, indices: readonly number[]): Tensor {
  const colours = axes.colours === null ? 1 : (tensor.shape[axes.colours] ?? 1);
  const views = Array.from({ length: colours }, (_, colour) =>
    planeView(
      tensor,
      planeOf(
        tensor.shape,
        axes,
        indices.map((index, axis) => (axis === axes.colours ? colour : index)),
      ),
    ),
  );
  const { rows = 0, columns = 0 } = views[0] ?? {};
  const image = zeros(tensor.dtype, [rows, columns, colours]);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (const view of views) image.data[at++] = view.value(row, column);
    }
  }
  return image;
}

/**
 * Returns the pixels of an image of shape (rows, columns, 3 or 4): red, green, blue and opacity, each from `low` (none) to
 * `high` (full). A pixel with a NaN or an infinity is black.
 */
export function imagePixels({ shape, data }: Tensor, { low, high }: ColourLimits): Uint8ClampedArray<ArrayBuffer> {
  const [rows = 0, columns = 0, colours = 3] = shape;
  const pixels = new Uint8ClampedArray(rows * columns * 4);
  const scale = 255 / (high - low);
  for (let pixel = 0; pixel < rows * columns; pixel++) {
    const [from, to] = [pixel * colours, pixel * 4];
    let isFinite = true;
    for (let i = 0; i < colours; i++) {
      const value = data[from + i] as number;
      if (value - value !== 0) isFinite = false;
      pixels[to + i] = (value - low) * scale;
    }
    if (colours === 3) pixels[to + 3] = 255;
    if (!isFinite) pixels.set([0, 0, 0, 255], to);
  }
  return pixels;
}

/** Returns a canvas with one pixel for each cell of an image. */
export function imageCanvas(image: Tensor, limits: ColourLimits): HTMLCanvasElement {
  const [rows = 0, columns = 0] = image.shape;
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  canvas.getContext('2d')?.putImageData(new ImageData(imagePixels(image, limits), columns, rows), 0, 0);
  return canvas;
}
