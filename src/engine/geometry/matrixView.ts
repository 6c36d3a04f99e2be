import { CellKind } from './geometry.ts';

/**
 * A matrix for display. Cells are computed when they are read, in O(1), and the matrix is never stored. If `kind` says
 * that a cell is a padding or inserted zero, its `value` is 0.
 */
export interface MatrixView {
  readonly rows: number;
  readonly columns: number;
  value(row: number, column: number): number;
  kind(row: number, column: number): CellKind;
  /**
   * Reads many cells of one row. Present if that is faster than reading them one by one. Callers use {@link readRow}.
   */
  readonly readRow?: RowReader;
}

/**
 * Reads the cells of a row at the given ascending `columns`: writes their values (0 for a padding or inserted zero)
 * into `values` and their kinds into `kinds`, both of which are at least as long as `columns`.
 */
export type RowReader = (row: number, columns: Int32Array, values: Float64Array, kinds: Uint8Array) => void;

/** Reads many cells of one row of any view, by its own `readRow` if it has one. */
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
    // A padding or inserted zero reads 0, so the kind has to be looked up only if the value is 0.
    kinds[i] = value === 0 ? view.kind(row, column) : CellKind.value;
  }
}
