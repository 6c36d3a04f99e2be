import { type AxisGeometry, CellKind } from './geometry.ts';

/** Output index that input `i` reaches through stored tap `k`; may lie outside 0 … outputSize − 1 (cropped). */
export function scatterIndex(axis: AxisGeometry, i: number, k: number): number {
  return i * axis.stride - axis.padding + k * axis.dilation;
}

/** Index u in the padded input that output `o` reads through rotated tap `a`. */
export function gatherIndex(axis: AxisGeometry, o: number, a: number): number {
  return o + a * axis.dilation;
}

/** Stored tap of rotated tap `a`, and the other way round (the 180° rotation along one axis). */
export function rotateTap(axis: AxisGeometry, a: number): number {
  return axis.kernelSize - 1 - a;
}

/** What stands at index `u` of the padded input, along this axis alone. */
export function kindAt(axis: AxisGeometry, u: number): CellKind {
  const inserted = u - axis.before;
  if (inserted < 0 || inserted >= axis.insertedSize) return CellKind.padding;
  return inserted % axis.stride === 0 ? CellKind.value : CellKind.inserted;
}

/** Kind of a place of the padded input from the kinds along its two axes: padding wins over inserted. */
export function combineKinds(h: CellKind, w: CellKind): CellKind {
  if (h === CellKind.padding || w === CellKind.padding) return CellKind.padding;
  return h === CellKind.value && w === CellKind.value ? CellKind.value : CellKind.inserted;
}

/** Input index at index `u` of the padded input; only meaningful where {@link kindAt} is `value`. */
export function inputIndexAt(axis: AxisGeometry, u: number): number {
  return (u - axis.before) / axis.stride;
}
