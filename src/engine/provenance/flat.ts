import { flatIndexOf } from '../geometry/planeOffsets.ts';

/** An index of a (planes × rows × columns) block, flattened row-major: how every matrix of the engine numbers its rows and columns. */
export interface BlockIndex {
  readonly plane: number;
  readonly row: number;
  readonly column: number;
}

/** Sizes of a block's planes. */
export interface BlockPlanes {
  readonly rows: number;
  readonly columns: number;
}

/** plane·rows·columns + row·columns + column. */
export function flatten({ rows, columns }: BlockPlanes, { plane, row, column }: BlockIndex): number {
  return flatIndexOf(columns, flatIndexOf(rows, plane, row), column);
}

/** The inverse of {@link flatten}. */
export function unflatten({ rows, columns }: BlockPlanes, flat: number): BlockIndex {
  const line = Math.floor(flat / columns);
  return { plane: Math.floor(line / rows), row: line % rows, column: flat % columns };
}
