/**
 * One product of a phase kernel matrix with its unfolded input: 32-bit integers in this order at one address (places
 * are byte addresses). Written by kernels/wasm/phases/writePasses.ts.
 */
@unmanaged
export class Pass {
  /** The kernel matrix: blocks of `kBlock` columns; in a block pairs of rows (a last odd row alone); in a pair column after column. */
  a: usize;
  /**
   * For each of the `k` columns: distance in the padded input from a position to the element that the column
   * multiplies.
   */
  offsets: usize;
  k: i32;
  kBlock: i32;
  /** Rows of the kernel matrix. */
  rows: i32;
  /** Vectors of positions, see vectors.ts; their number is a multiple of `tile`. */
  vectors: usize;
  /** Address of position 0 in the padded input. */
  x: usize;
  /** For each row: the offset of its output element of position 0 from `out`, modulo 2³². */
  rowPlaces: usize;
  /** For each row, a number of the kernel's type that is added first or last. */
  rowBias: usize;
  biasFirst: i32;
  out: usize;
  /** See store.ts. */
  store: i32;
  /** Address of the sums of up to `tilesTogether` tiles: 64 bytes per row and tile. */
  scratch: usize;
  tilesTogether: i32;
  /** The rows to compute now: `firstRow`, the first of a pair, … `endRow` − 1. */
  firstRow: i32;
  endRow: i32;
  /** Vectors in a tile: 4, or 3 adjacent ones if the pass has three rows. */
  tile: i32;
}
