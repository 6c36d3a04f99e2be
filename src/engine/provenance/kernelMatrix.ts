import { rotateTap } from '../geometry/indices.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { Tap } from './provenance.ts';
import { cinInGroup, cinOf } from './channels.ts';
import { flatten, unflatten } from './blockIndex.ts';

/**
 * Returns the row of U, which is also the column of K, that belongs to a tap: ordered by channel within the group, then
 * by rotated tap in row-major order.
 */
export function rowOfTap(geometry: Geometry, { cin, ky, kx }: Tap): number {
  const { h, w } = geometry;
  return flatten(
    { rows: h.kernelSize, columns: w.kernelSize },
    { plane: cinInGroup(geometry, cin), row: rotateTap(h, ky), column: rotateTap(w, kx) },
  );
}

/** Returns the tap of this row of a group's U: the inverse of {@link rowOfTap}. */
export function tapOfRow(geometry: Geometry, group: number, r: number): Tap {
  const { h, w } = geometry;
  const at = unflatten({ rows: h.kernelSize, columns: w.kernelSize }, r);
  return {
    cin: cinOf(geometry, group, at.plane),
    ky: rotateTap(h, at.row),
    kx: rotateTap(w, at.column),
  };
}

/**
 * Returns the input channel that a row of a group's U reads, and the row's place in the window that a column of U
 * gathers.
 */
export function windowOfRow(
  geometry: Geometry,
  group: number,
  r: number,
): { readonly cin: number; readonly row: number; readonly column: number } {
  const { h, w } = geometry;
  const { plane, row, column } = unflatten({ rows: h.kernelSize, columns: w.kernelSize }, r);
  return { cin: cinOf(geometry, group, plane), row, column };
}
