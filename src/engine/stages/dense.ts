import { CellKind } from '../geometry/geometry.ts';
import type { MatrixView } from '../geometry/matrixView.ts';

/** A view whose every cell is a value: no structural zeros. */
export function denseView(rows: number, columns: number, value: (row: number, column: number) => number): MatrixView {
  return { rows, columns, value, kind: () => CellKind.value };
}
