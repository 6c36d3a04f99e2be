import type { Cell } from '../../src/engine/provenance/stage.ts';
import { indexInTensor, type PictureAxes } from '../../src/engine/views/pictureAxes.ts';

/** Writes the slice that a picture shows as NumPy does: "[0, :, :, 3]"; rows that come after columns as "[0, :, :, 3].T". */
export function sliceName({ rows, columns, colours }: PictureAxes, indices: readonly number[]): string {
  if (indices.length === 0) return '[()]';
  const parts = indices.map((index, axis) =>
    axis === rows || axis === columns || axis === colours ? ':' : String(index),
  );
  const isTransposed = colours === null && rows !== null && columns !== null && rows > columns;
  return `[${parts.join(', ')}]${isTransposed ? '.T' : ''}`;
}

/** Writes the index of a cell in the tensor: "[0, 25, 14, 9]"; of a pixel of a colour image "[14, 9, :]". */
export function cellIndex(axes: PictureAxes, indices: readonly number[], cell: Cell): string {
  const index = indexInTensor(axes, indices, cell);
  return `[${index.map((at, axis) => (axis === axes.colours ? ':' : String(at))).join(', ')}]`;
}
