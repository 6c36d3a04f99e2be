import { CellKind } from './geometry.ts';

/**
 * A matrix to look at, read cell by cell in O(1) and never materialised.
 * `value` is defined for every cell; a structural zero reads 0.
 */
export interface MatrixView {
  readonly rows: number;
  readonly columns: number;
  value(row: number, column: number): number;
  kind(row: number, column: number): CellKind;
  /** Reads many cells of one row, where that is quicker than one by one; see {@link readRow}. */
  readonly readRow?: RowReader;
}

/**
 * Reads the cells of a row at these `columns`, which rise: their values, 0 for a structural zero, and
 * their kinds. `values` and `kinds` have at least as many places as there are columns.
 */
export type RowReader = (row: number, columns: Int32Array, values: Float64Array, kinds: Uint8Array) => void;

/** Reads many cells of one row of any view: what `value` and `kind` say of each. */
export function readRow(
  view: MatrixView,
  row: number,
  columns: Int32Array,
  values: Float64Array,
  kinds: Uint8Array,
): void {
  if (view.readRow !== undefined) {
    view.readRow(row, columns, values, kinds);
    return;
  }
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] as number;
    const value = view.value(row, column);
    values[i] = value;
    // A structural zero reads 0: only of a zero has its kind to be asked.
    kinds[i] = value === 0 ? view.kind(row, column) : CellKind.value;
  }
}
