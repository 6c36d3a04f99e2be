import { type AxisGeometry, CellKind } from './geometry.ts';

/**
 * Returns the output index that input `i` reaches through stored tap `k`. If the product is cropped, the index lies
 * outside 0 … outputSize − 1.
 */
export function scatterIndex(
  axis: Pick<AxisGeometry, 'stride' | 'padding' | 'dilation'>,
  i: number,
  k: number,
): number {
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

/** Returns the kind of index `u` of the padded input along one axis: an input element, padding, or an inserted zero. */
export function kindAt(axis: AxisGeometry, u: number): CellKind {
  const inserted = u - axis.before;
  if (inserted < 0 || inserted >= axis.insertedSize) return CellKind.padding;
  return inserted % axis.stride === 0 ? CellKind.value : CellKind.inserted;
}

/**
 * Returns the kind of a cell of the padded input from its kinds along both axes. If one axis says padding and the other
 * inserted, the cell is padding.
 */
export function combineKinds(h: CellKind, w: CellKind): CellKind {
  if (h === CellKind.padding || w === CellKind.padding) return CellKind.padding;
  return h === CellKind.value && w === CellKind.value ? CellKind.value : CellKind.inserted;
}

/** Returns the input index at index `u` of the padded input; only meaningful if {@link kindAt} is `value`. */
export function inputIndexAt(axis: AxisGeometry, u: number): number {
  return (u - axis.before) / axis.stride;
}

/**
 * Tabulates what each output index of an axis reads through rotated tap `a`: the input index or, if the output reads a
 * padding or inserted zero, minus its {@link CellKind}. Saves callers that read many cells a division per cell.
 */
export function gatherTable(axis: AxisGeometry, a: number): Int32Array {
  return Int32Array.from({ length: axis.outputSize }, (_, o) => {
    const u = gatherIndex(axis, o, a);
    const kind = kindAt(axis, u);
    return kind === CellKind.value ? inputIndexAt(axis, u) : -kind;
  });
}

/** Returns the kind of cell that an entry of {@link gatherTable} describes. */
export function kindOfGathered(entry: number): CellKind {
  return entry >= 0 ? CellKind.value : (-entry as CellKind);
}
