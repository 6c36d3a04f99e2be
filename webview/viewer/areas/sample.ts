import { type MatrixView, readRow } from '../../../src/engine/geometry/matrixView.ts';
import type { Scale } from '../../../src/colour/scale.ts';
import { type AxisGrid, type PixelGrid, lengthOf, type PlaceRect, type PlaceRange } from './grid.ts';
import { colourCell, type Tones } from './pixelColour.ts';

/** An image of a rectangle of places; coarser than the places if it has fewer rows and columns. */
export interface Raster {
  readonly rows: number;
  readonly columns: number;
  /** RGBA bytes, row-major. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** Fractional part of the golden ratio: its multiples modulo 1 are spread evenly without a period. */
const golden = 0.618034;

/**
 * Samples a rectangle of places by one cell each. If there are more places than `budget`, the raster is coarser. The
 * sampled cell has a different offset in each place: cells at even distances would cause moiré with the matrix's own
 * pattern.
 */
export function sample(
  view: MatrixView,
  grid: PixelGrid,
  rect: PlaceRect,
  budget: number,
  scale: Scale,
  tones: Tones,
): Raster {
  const thin = Math.max(1, Math.sqrt((lengthOf(rect.rows) * lengthOf(rect.columns)) / budget));
  const rowCells = sampledCells(grid.rows, rect.rows, thin);
  const columnCells = sampledCells(grid.columns, rect.columns, thin);
  const rows = rowCells.length;
  const columns = columnCells.length;
  const pixels = new Uint8ClampedArray(rows * columns * 4);
  const values = new Float64Array(columns);
  const kinds = new Uint8Array(columns);
  for (let r = 0; r < rows; r++) {
    readRow(view, rowCells[r] as number, columnCells, values, kinds);
    for (let c = 0; c < columns; c++) {
      const at = (r * columns + c) * 4;
      colourCell(pixels, at, kinds[c] as number, values[c] as number, scale, tones);
    }
  }
  return { rows, columns, pixels };
}

/** Returns one cell for each place of a range, or for every `thin` places, in ascending order. */
export function sampledCells(axis: AxisGrid, range: PlaceRange, thin: number): Int32Array {
  const length = lengthOf(range);
  const count = thin <= 1 ? length : Math.max(1, Math.floor(length / thin));
  return Int32Array.from({ length: count }, (_, i) => {
    const place = range.from + Math.floor(((i + 0.5) * length) / count);
    const within = axis.cells === 1 ? 0 : ((place * golden) % 1) * axis.cells;
    return Math.min(axis.size - 1, Math.floor(place * axis.cells + within));
  });
}
