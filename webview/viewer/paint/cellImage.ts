import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import { type MatrixView, readRow } from '../../../src/engine/geometry/matrixView.ts';
import { type Pixels, allocatePixels, pixelsOf, pixelsOn, copyPixels } from '../../colour/pixels.ts';
import type { Scale } from '../../../src/colour/scale.ts';
import { colourCell } from '../areas/pixelColour.ts';

/** The visible cells along an axis, including cut cells at the ends, and their edges in device pixels. */
export interface VisibleCells {
  readonly cells: Int32Array;
  /** Has one entry more than there are cells. */
  readonly edges: readonly number[];
}

/**
 * Returns the visible cells of an axis of `size` cells. `first` is at pixel 0, a cell has `cell` of `length` pixels.
 */
export function spanOf(first: number, length: number, cell: number, size: number): VisibleCells {
  const from = Math.max(0, Math.floor(first + 1e-9));
  const to = Math.min(size, Math.ceil(first + length / cell - 1e-9));
  const count = Math.max(0, to - from);
  return {
    cells: Int32Array.from({ length: count }, (_, i) => from + i),
    edges: Array.from({ length: count + 1 }, (_, i) => Math.round((from + i - first) * cell)),
  };
}

/** Values and kinds of the visible cells, row-major. */
export interface Cells {
  readonly values: Float64Array;
  readonly kinds: Uint8Array;
}

/** Reads the cells in the given rows and columns. */
export function readCells(view: MatrixView, rows: VisibleCells, columns: VisibleCells): Cells {
  const across = columns.cells.length;
  const values = new Float64Array(across * rows.cells.length);
  const kinds = new Uint8Array(values.length);
  for (const [r, row] of rows.cells.entries()) {
    const [from, to] = [r * across, (r + 1) * across];
    readRow(view, row, columns.cells, values.subarray(from, to), kinds.subarray(from, to));
  }
  return { values, kinds };
}

/** The hatch of each kind of structural zero, repeated from the canvas's corner. */
export type Hatches = Readonly<Record<1 | 2, Pixels>>;

const noTone = [0, 0, 0] as const;

/**
 * Draws cells into an image: finite values in their colours, structural zeros as hatches. The image is clipped to a
 * canvas of `width` × `height` device pixels, where its corner is at (x, y).
 */
export function cellImage(
  { values, kinds }: Cells,
  { rows, columns }: { readonly rows: VisibleCells; readonly columns: VisibleCells },
  { width, height }: { readonly width: number; readonly height: number },
  scale: Scale,
  hatches: Hatches,
): { readonly image: Pixels; readonly x: number; readonly y: number } {
  const count = columns.cells.length;
  const tones = { padding: noTone, inserted: noTone, outside: noTone };
  const bytes = new Uint8ClampedArray(4 * values.length);
  for (const [i, value] of values.entries()) {
    colourCell(bytes, 4 * i, kinds[i] as number, value, scale, tones);
  }
  const shownIn = ({ cells, edges }: VisibleCells, length: number) =>
    pixelsOn(cells.length, (cell) => edges[cell] as number, length);
  const across = shownIn(columns, width);
  const down = shownIn(rows, height);
  const image = allocatePixels(across.shows.length, down.shows.length);
  copyPixels(pixelsOf(bytes, count, rows.cells.length), image, across.shows, down.shows);
  const [x, y] = [across.first, down.first];
  if (kinds.every((kind) => kind === CellKind.value)) return { image, x, y };
  for (let row = 0, at = 0; row < image.rows; row++) {
    const first = (down.shows[row] as number) * count;
    for (let column = 0; column < image.columns; column++, at++) {
      const kind = kinds[first + (across.shows[column] as number)];
      if (kind !== CellKind.padding && kind !== CellKind.inserted) continue;
      const { data, rows: side } = hatches[kind];
      image.data[at] = data[((y + row) % side) * side + ((x + column) % side)] as number;
    }
  }
  return { image, x, y };
}
