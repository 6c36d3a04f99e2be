import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex, WeightIndex } from './provenance.ts';
import type { CellRange } from './stage.ts';
import { inputBehind } from './axis.ts';
import { coutInGroup } from './channels.ts';
import type { ChannelTaps } from './elementTaps.ts';
import { flatten, unflatten } from './flat.ts';
import { membersOf } from './progression.ts';
import { inputColumnOf } from './vectors.ts';

/** A weight element without its input channel: what a row of Wᵀ stands for. */
export type StoredRow = Omit<WeightIndex, 'cin'>;

/** Row of Wᵀ and of the column matrix, within a group: the output channel, then the stored tap, row-major. */
export function storedRowOf({ h, w }: Geometry, { cout, ky, kx }: StoredRow): number {
  const taps = { rows: h.kernelSize, columns: w.kernelSize };
  return flatten(taps, { plane: cout, row: ky, column: kx });
}

/** The output channel within the group and the stored tap at this row of Wᵀ: the inverse of {@link storedRowOf}. */
export function storedRowAt({ h, w }: Geometry, row: number): StoredRow {
  const at = unflatten({ rows: h.kernelSize, columns: w.kernelSize }, row);
  return { cout: at.plane, ky: at.row, kx: at.column };
}

/** A cell of the column matrix. */
export interface ColumnCell {
  readonly row: number;
  readonly column: number;
}

/** The cells of the column matrix that fold adds up to an output element, one for each tap, in the order it adds them. */
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

/** The smallest rectangle around {@link foldedCells}; null where there are none. */
export function foldedBox(cells: readonly ColumnCell[]): CellRange | null {
  const [first, last] = [cells.at(0), cells.at(-1)];
  if (first === undefined || last === undefined) return null;
  // Rows rise with the stored tap, columns fall: a later tap brings an earlier input element.
  return {
    row: first.row,
    column: last.column,
    rows: last.row - first.row + 1,
    columns: first.column - last.column + 1,
  };
}
