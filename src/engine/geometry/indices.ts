import { type AxisGeometry, CellKind } from './geometry.ts';

/**
 * Returns the output index that input `i` reaches through stored tap `k`; it may lie outside 0 … outputSize − 1
 * (cropped).
 */
export function scatterIndex(axis: AxisGeometry, i: number, k: number): number {
  return i * axis.stride - axis.padding + k * axis.dilation;
}

/** Returns the index u in the padded input that output `o` reads through rotated tap `a`. */
export function gatherIndex(axis: AxisGeometry, o: number, a: number): number {
  return o + a * axis.dilation;
}

/** Converts a rotated tap to the stored tap, and the other way round (the 180° rotation along one axis). */
export function rotateTap(axis: AxisGeometry, a: number): number {
  return axis.kernelSize - 1 - a;
}

/** Returns the kind of the cell at index `u` of the padded input, along this axis alone. */
export function kindAt(axis: AxisGeometry, u: number): CellKind {
  const inserted = u - axis.before;
  if (inserted < 0 || inserted >= axis.insertedSize) return CellKind.padding;
  return inserted % axis.stride === 0 ? CellKind.value : CellKind.inserted;
}

/** Combines the kinds along the two axes of the padded input into the kind of the cell: padding wins over inserted. */
export function combineKinds(h: CellKind, w: CellKind): CellKind {
  if (h === CellKind.padding || w === CellKind.padding) return CellKind.padding;
  return h === CellKind.value && w === CellKind.value ? CellKind.value : CellKind.inserted;
}

/** Returns the input index at index `u` of the padded input; only meaningful if {@link kindAt} is `value`. */
export function inputIndexAt(axis: AxisGeometry, u: number): number {
  return (u - axis.before) / axis.stride;
}

/**
 * For each output index of an axis, what it reads through rotated tap `a`: the input index, or minus the {@link
 * CellKind} if it reads a structural zero. Spares callers that read many cells a division for each.
 */
export function gatherTable(axis: AxisGeometry, a: number): Int32Array {
  return Int32Array.from({ length: axis.outputSize }, (_, o) => {
    const u = gatherIndex(axis, o, a);
    const kind = kindAt(axis, u);
    return kind === CellKind.value ? inputIndexAt(axis, u) : -kind;
  });
}

/** Returns the kind of cell that an entry of a {@link gatherTable} describes. */
export function kindOfGathered(entry: number): CellKind {
  return entry >= 0 ? CellKind.value : (-entry as CellKind);
}
