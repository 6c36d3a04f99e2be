/**
 * A part of one axis of a matrix, cut into places (for example pixels) of `cells` ≥ 1 cells each. Borders may lie
 * inside cells. Places are counted from the axis's first cell, and the part begins with place `first`. A place thus
 * holds the same value to the last bit whichever part it is read with.
 */
export interface AxisCut {
  readonly first: number;
  readonly places: number;
  readonly cells: number;
}

/** For each place of a cut, the reads inside it and their shares. */
export interface AxisReads {
  readonly places: number;
  /** The cell of each read, in ascending order. */
  readonly cells: Int32Array;
  /** Reads `from[p]` to `to[p] − 1` lie in place p; the first and last may also lie in a neighbouring place. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The length, in cells, of a place's first and last read within it. A place with a single read has `first` only. */
  readonly first: Float64Array;
  readonly last: Float64Array;
}

/** A part of a cell that is shorter than this comes from rounding and is ignored. */
export const sliver = 1e-6;

/** Reads every cell of the cut, assigning each to the one or two places it lies in. `size`: cells of the axis. */
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
