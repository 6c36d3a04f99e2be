import { assertNever } from '../../src/engine/core/assertNever.ts';
import { CellKind } from '../../src/engine/geometry/geometry.ts';
import type { Cell, Cursor } from '../../src/engine/provenance/stage.ts';
import type { DType } from '../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import type { PaneModel } from './paneModel.ts';

/** Returns the shortest decimal that reads back as the same number in its precision. */
export function exactNumber(value: number, dtype: DType): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (dtype === 'float64') return String(value);
  for (let digits = 1; digits <= 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}

/** Returns the same as {@link exactNumber}, with the page's words for what is not finite. */
export function shownNumber(value: number, dtype: DType): string {
  return exactNumber(value, dtype).replace('nan', 'NaN').replace('inf', 'Infinity');
}

/** Describes a cell: its value, or the kind of structural zero. */
export function cellWords(view: MatrixView, { row, column }: Cell, dtype: DType): string {
  const kind = view.kind(row, column);
  switch (kind) {
    case CellKind.padding:
      return 'padding zero';
    case CellKind.inserted:
      return 'inserted zero';
    case CellKind.value:
      return shownNumber(view.value(row, column), dtype);
    default:
      return assertNever(kind, 'kind of cell');
  }
}

/** Writes a cell's index and value: "U[229, 429] = 0.2918", "x̂[0, 0, 0, 0] = 0 (padding zero)". */
export function cellAssignment(pane: PaneModel, view: MatrixView, cursor: Cursor, cell: Cell): string {
  const words = pane.image?.words(cell) ?? cellWords(view, cell, pane.dtype);
  const isZero = view.kind(cell.row, cell.column) !== CellKind.value;
  return `${pane.stage.symbol}${pane.index(cursor, cell)} = ${isZero ? `0 (${words})` : words}`;
}
