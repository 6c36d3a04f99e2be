/**
 * A part of one axis of a matrix, cut into `places` places (for example pixels), each `cells` ≥ 1 cells long. The
 * border between two places may lie inside a cell. Places are numbered from the axis's first cell, and the part begins
 * with place `first`. The contents of a place therefore have the same bits whichever part it is read in.
 */
export interface AxisCut {
  readonly first: number;
  readonly places: number;
  readonly cells: number;
}

/** The cells that each place of a cut covers, and how much of each cell lies inside the place. */
export interface AxisReads {
  readonly places: number;
  /** The cell of each read, in ascending order. */
  readonly cells: Int32Array;
  /**
   * Place p covers the cells at indices `from[p]` to `to[p] − 1` of `cells`. The first and the last of them may also
   * reach into a neighbouring place.
   */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /**
   * How much of a place's first and last cell lies inside the place, as a length in cells. For a place that covers a
   * single cell, only `first` applies.
   */
  readonly first: Float64Array;
  readonly last: Float64Array;
}

/**
 * If less than this part of a cell lies inside a place, the overlap is a rounding error of the division and is ignored.
 */
export const sliver = 1e-6;

/** Lists the cells of each place of a cut. `size` is the number of cells of the axis. */
export function readsOfCut(cut: AxisCut, size: number): AxisReads {
  const { first, places, cells } = cut;
  const begin = Math.floor(first * cells + sliver);
  // The last place of an axis may extend beyond the last cell.
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
