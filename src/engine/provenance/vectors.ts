import type { Geometry } from '../geometry/geometry.ts';
import type { InputIndex, OutputIndex } from './provenance.ts';
import { cinInGroup, coutInGroup } from './channels.ts';
import { flatten, unflatten } from './flat.ts';
import type { BlockIndex, BlockPlanes } from './flat.ts';

/** Columns of X and of the column matrix: H·W. */
export function inputColumns({ h, w }: Geometry): number {
  return h.inputSize * w.inputSize;
}

/** The column of X and of the column matrix of an input place. */
export function inputColumnOf({ w }: Geometry, { y, x }: Pick<InputIndex, 'y' | 'x'>): number {
  return y * w.inputSize + x;
}

/** The input place at this column of X: the inverse of {@link inputColumnOf}. */
export function inputAt({ w }: Geometry, l: number): { readonly y: number; readonly x: number } {
  return { y: Math.floor(l / w.inputSize), x: l % w.inputSize };
}

/** Row of vec x, and column of Cᵀ, of an input element: its channel within the group, then its place, row-major. */
export function inputRowOf(geometry: Geometry, { c, y, x }: InputIndex): number {
  return flatten(inputPlane(geometry), { plane: cinInGroup(geometry, c), row: y, column: x });
}

/** Channel within the group and place of the input element at this row of vec x: the inverse of {@link inputRowOf}. */
export function inputRowAt(geometry: Geometry, row: number): BlockIndex {
  return unflatten(inputPlane(geometry), row);
}

/** Row of vec y and of Cᵀ of an output element: its channel within the group, then its place, row-major. */
export function outputRowOf(geometry: Geometry, { c, y, x }: OutputIndex): number {
  return flatten(outputPlane(geometry), { plane: coutInGroup(geometry, c), row: y, column: x });
}

/** Channel within the group and place of the output element at this row of vec y: the inverse of {@link outputRowOf}. */
export function outputRowAt(geometry: Geometry, row: number): BlockIndex {
  return unflatten(outputPlane(geometry), row);
}

function inputPlane({ h, w }: Geometry): BlockPlanes {
  return { rows: h.inputSize, columns: w.inputSize };
}

function outputPlane({ h, w }: Geometry): BlockPlanes {
  return { rows: h.outputSize, columns: w.outputSize };
}
