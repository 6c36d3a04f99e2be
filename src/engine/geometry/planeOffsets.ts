import { type Geometry } from './geometry.ts';

/** First of the Cin/groups input channels that output channel `c` (over all of Cout) is made of. */
export function firstInputChannel(geometry: Geometry, c: number): number {
  return Math.floor(c / geometry.coutPerGroup) * geometry.cinPerGroup;
}

/** Place of (n, c, 0, 0) in the row-major input; `c` counts over all of Cin. */
export function inputPlane(geometry: Geometry, n: number, c: number): number {
  return (n * geometry.cin + c) * geometry.h.inputSize * geometry.w.inputSize;
}

/** Place of (n, c, 0, 0) in the row-major output; `c` counts over all of Cout. */
export function outputPlane(geometry: Geometry, n: number, c: number): number {
  return (n * geometry.cout + c) * geometry.columns;
}

/** Place of (cin, cout, 0, 0) in the row-major weight; `cout` counts within the group. */
export function weightPlane(geometry: Geometry, cin: number, cout: number): number {
  return (cin * geometry.coutPerGroup + cout) * geometry.taps;
}

/** Place of (row, column) in a row-major matrix of `columns` columns. */
export function flatIndexOf(columns: number, row: number, column: number): number {
  return row * columns + column;
}
