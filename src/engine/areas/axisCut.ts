/**
 * A part of one axis of a matrix, cut into places of `cells` ≥ 1 cells each: pixels, say. Borders may
 * lie inside of cells. Places are counted from the axis's first cell; the part begins with place
 * `first`. What a place holds is thus the same to the last bit whichever part it is read with.
 */
export interface AxisCut {
  readonly first: number;
  readonly places: number;
  readonly cells: number;
}

/** For each place of a cut, which reads lie in it and by how much. */
export interface AxisReads {
  readonly places: number;
  /** The cell of each read; rising. */
  readonly cells: Int32Array;
  /** Reads `from[p]` to before `to[p]` lie in place p; the ones at the ends may lie in its neighbours too. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Length of the first and of the last read of a place within it, in cells; where it has one only, `first`. */
  readonly first: Float64Array;
  readonly last: Float64Array;
}

/** Shorter than this, a part of a cell is what rounding left over, and no part of the place. */
export const sliver = 1e-6;

/** Every cell of the cut, each in the one or two places that it lies in. `size`: cells of the axis. */
export function everyCell(cut: AxisCut, size: number): AxisReads {
  const { first, places, cells } = cut;
  const begin = Math.floor(first * cells + sliver);
  // The last place of an axis may reach beyond its last cell.
  const end = Math.max(begin, Math.min(size, Math.ceil((first + places) * cells - sliver)));
  const reads: AxisReads = {
    places,
    cells: Int32Array.from({ length: end - begin }, (_, i) => begin + i),
    from: new Int32Array(places),
    to: new Int32Array(places),
    first: new Float64Array(places),
    last: new Float64Array(places),
  };
  const edge = (p: number): number => Math.max(begin, Math.min((first + p) * cells, end));
  for (let p = 0; p < places; p++) {
    const low = edge(p);
    const high = edge(p + 1);
    const from = Math.floor(low + sliver);
    const to = Math.ceil(high - sliver);
    if (to <= from) continue;
    reads.from[p] = from - begin;
    reads.to[p] = to - begin;
    reads.first[p] = Math.min(from + 1, high) - Math.max(from, low);
    reads.last[p] = high - Math.max(to - 1, low);
  }
  return reads;
}
