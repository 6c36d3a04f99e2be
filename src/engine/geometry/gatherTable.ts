import { type AxisGeometry, CellKind } from './geometry.ts';
import { gatherIndex, inputIndexAt, kindAt } from './indices.ts';

/**
 * What each output index of an axis reads through rotated tap `a`: the input index, or minus the
 * {@link CellKind} of the structural zero that stands there. For those who read many and would divide
 * for each.
 */
export function gatherTable(axis: AxisGeometry, a: number): Int32Array {
  return Int32Array.from({ length: axis.outputSize }, (_, o) => {
    const u = gatherIndex(axis, o, a);
    const kind = kindAt(axis, u);
    return kind === CellKind.value ? inputIndexAt(axis, u) : -kind;
  });
}

/** What a {@link gatherTable} says stands at an index. */
export function kindOfGathered(entry: number): CellKind {
  return entry >= 0 ? CellKind.value : (-entry as CellKind);
}
