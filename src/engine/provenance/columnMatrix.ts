import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex, WeightIndex } from './provenance.ts';
import type { CellRange } from './stage.ts';
import { inputBehind } from './axisProvenance.ts';
import { coutInGroup } from './channels.ts';
import type { ChannelTaps } from './elementTaps.ts';
import { flatten, unflatten } from './blockIndex.ts';
import { membersOf } from './progression.ts';
import { inputColumnOf } from './vectorIndices.ts';

/** A weight element without its input channel. It names a row of Wᵀ. */
export type StoredRow = Omit<WeightIndex, 'cin'>;

/**
 * Returns the number, within a group, of a row of Wᵀ and of the column matrix. Rows are ordered by output channel, then
 * by stored tap in row-major order.
 */
export function storedRowOf({ h, w }: Geometry, { cout, ky, kx }: StoredRow): number {
  const taps = { rows: h.kernelSize, columns: w.kernelSize };
  return flatten(taps, { plane: cout, row: ky, column: kx });
}

/**
 * Returns the output channel within the group and the stored tap of this row of Wᵀ: the inverse of {@link storedRowOf}.
 */
export function storedRowAt({ h, w }: Geometry, row: number): StoredRow {
  const at = unflatten({ rows: h.kernelSize, columns: w.kernelSize }, row);
  return { cout: at.plane, ky: at.row, kx: at.column };
}

/** A cell of the column matrix Wᵀ·X of matmul + fold. */
export interface ColumnCell {
  readonly row: number;
  readonly column: number;
}

/**
 * Returns the cells of the column matrix that fold adds to an output element, one for each tap, in the order in which
 * they are added.
 */
export function foldedCells(geometry: Geometry, element: OutputIndex, taps: ChannelTaps): readonly ColumnCell[] {
  const { h, w } = geometry;
  const cout = coutInGroup(geometry, element.c);
  return membersOf(taps.y).flatMap((ky) =>
    membersOf(taps.x).map((kx) => ({
      row: storedRowOf(geometry, { cout, ky, kx }),
      column: inputColumnOf(geometry, {
        y: inputBehind(h, element.y, ky),
        x: inputBehind(w, element.x, kx),
      }),
    })),
  );
}

/** Returns the smallest rectangle around {@link foldedCells}; null if there are none. */
export function foldedBox(cells: readonly ColumnCell[]): CellRange | null {
  const [first, last] = [cells.at(0), cells.at(-1)];
  if (first === undefined || last === undefined) return null;
  // With each later tap, the row number is larger and the column number smaller, because the tap reads an earlier
  // input.
  return {
    row: first.row,
    column: last.column,
    rows: last.row - first.row + 1,
    columns: first.column - last.column + 1,
  };
}
