import { entryOf, type Scale } from '../../colour/scale.ts';
import { reduceAreas } from '../../engine/areas/reduceAreas.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { MatrixView } from '../../engine/geometry/matrixView.ts';
import type { RgbImage } from './pngImage.ts';

/** The longest side of a picture in pixels, unless each cell has one. */
const longest = 384;
/** The shortest side of a picture in pixels: an elongated matrix is stretched to it. */
const shortest = 8;

/** The colour of a pixel with any NaN or infinity: one such value among thousands must be visible. */
const black = [17, 17, 17] as const;

/** The picture of a matrix. */
export interface ScaledImage extends RgbImage {
  /** True if a cell is NaN or infinite, so that its pixel is black. */
  readonly hasNonFinite: boolean;
}

/**
 * Draws a matrix in the colours of a scale. If its cells fit, each is a square; otherwise a pixel shows the mean of its
 * cells by area, as the page's panes do. A NaN or an infinity makes its pixel black in any case.
 */
export function* heatmapImage(view: MatrixView, scale: Scale): Steps<ScaledImage> {
  const largest = Math.max(view.rows, view.columns, 1);
  const [height, width] = [view.rows, view.columns].map((cells) => {
    return largest <= longest ? cells : Math.max(1, Math.round((cells * longest) / largest));
  }) as [number, number];
  const rows = { first: 0, places: height, cells: view.rows / Math.max(1, height) };
  const columns = { first: 0, places: width, cells: view.columns / Math.max(1, width) };
  const { mean, nonFinite } = yield* reduceAreas(view, rows, columns);
  const image = enlarged(width, height, (place) => {
    if (nonFinite[place] !== 0) return black;
    const entry = 3 * entryOf(scale, mean[place] as number);
    return scale.lut.subarray(entry, entry + 3);
  });
  return { ...image, hasNonFinite: nonFinite.some((count) => count > 0) };
}

/** Makes an image of the colours of places, each enlarged by a whole number to a square, or stretched to be visible. */
function enlarged(columns: number, rows: number, colourOf: (place: number) => ArrayLike<number>): RgbImage {
  const side = Math.max(1, Math.floor(longest / Math.max(columns, rows, 1)));
  const [across, down] = [columns, rows].map((places) => Math.max(side, Math.ceil(shortest / Math.max(1, places)))) as [
    number,
    number,
  ];
  const [width, height] = [columns * across, rows * down];
  const rgb = new Uint8Array(3 * width * height);
  const line = new Uint8Array(3 * width);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const colour = colourOf(row * columns + column);
      for (let i = 0; i < across; i++) line.set(colour, 3 * (column * across + i));
    }
    for (let i = 0; i < down; i++) rgb.set(line, (row * down + i) * line.length);
  }
  return { width, height, rgb };
}
