import { CellKind } from '../geometry/geometry.ts';
import type { MatrixView } from '../geometry/matrixView.ts';

/** Returns a view in which every cell is a value and none is an inserted or padding zero. */
export function denseView(rows: number, columns: number, value: (row: number, column: number) => number): MatrixView {
  return { rows, columns, value, kind: () => CellKind.value };
}
