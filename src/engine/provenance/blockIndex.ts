import { flatIndexOf } from '../geometry/planeOffsets.ts';

/**
 * An index into a block of planes × rows × columns. Rows and columns of the unfolded and other matrices are numbered by
 * flattening such an index in row-major order.
 */
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

/** Returns plane·rows·columns + row·columns + column. */
export function flatten({ rows, columns }: BlockPlanes, { plane, row, column }: BlockIndex): number {
  return flatIndexOf(columns, flatIndexOf(rows, plane, row), column);
}

/** Inverts {@link flatten}. */
export function unflatten({ rows, columns }: BlockPlanes, flat: number): BlockIndex {
  const line = Math.floor(flat / columns);
  return { plane: Math.floor(line / rows), row: line % rows, column: flat % columns };
}
