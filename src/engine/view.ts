import type { CellKind } from './geometry.ts';

/**
 * A matrix to look at, read cell by cell in O(1) and never materialised.
 * `value` is defined for every cell; a structural zero reads 0.
 */
export interface MatrixView {
  readonly rows: number;
  readonly columns: number;
  value(row: number, column: number): number;
  kind(row: number, column: number): CellKind;
}
