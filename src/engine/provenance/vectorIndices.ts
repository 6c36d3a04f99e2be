import type { Geometry } from '../geometry/geometry.ts';
import type { InputIndex, OutputIndex } from './provenance.ts';
import { cinInGroup, coutInGroup } from './channels.ts';
import { flatten, unflatten } from './blockIndex.ts';
import type { BlockIndex, BlockPlanes } from './blockIndex.ts';

/** Returns the number of columns of X and of the column matrix: H·W. */
export function inputColumns({ h, w }: Geometry): number {
  return h.inputSize * w.inputSize;
}

/** Returns the column of X, and of the column matrix, that belongs to an input position. */
export function inputColumnOf({ w }: Geometry, { y, x }: Pick<InputIndex, 'y' | 'x'>): number {
  return y * w.inputSize + x;
}

/** Returns the input position that belongs to a column of X: the inverse of {@link inputColumnOf}. */
export function inputAt({ w }: Geometry, l: number): { readonly y: number; readonly x: number } {
  return { y: Math.floor(l / w.inputSize), x: l % w.inputSize };
}

/**
 * Returns the row of vec x, which is also the column of Cᵀ, that belongs to an input element: ordered by channel within
 * the group, then by position in row-major order.
 */
export function inputRowOf(geometry: Geometry, { c, y, x }: InputIndex): number {
  return flatten(inputPlane(geometry), { plane: cinInGroup(geometry, c), row: y, column: x });
}

/**
 * Returns the channel within the group and the position of the input element at this row of vec x: the inverse of
 * {@link inputRowOf}.
 */
export function inputRowAt(geometry: Geometry, row: number): BlockIndex {
  return unflatten(inputPlane(geometry), row);
}

/**
 * Returns the row of vec y, and of Cᵀ, that belongs to an output element: ordered by channel within the group, then by
 * position in row-major order.
 */
export function outputRowOf(geometry: Geometry, { c, y, x }: OutputIndex): number {
  return flatten(outputPlane(geometry), { plane: coutInGroup(geometry, c), row: y, column: x });
}

/**
 * Returns the channel within the group and the position of the output element at this row of vec y: the inverse of
 * {@link outputRowOf}.
 */
export function outputRowAt(geometry: Geometry, row: number): BlockIndex {
  return unflatten(outputPlane(geometry), row);
}

function inputPlane({ h, w }: Geometry): BlockPlanes {
  return { rows: h.inputSize, columns: w.inputSize };
}

function outputPlane({ h, w }: Geometry): BlockPlanes {
  return { rows: h.outputSize, columns: w.outputSize };
}
