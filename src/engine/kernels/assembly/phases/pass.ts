/**
 * What one product of a phase kernel matrix with its unfolded input needs to know: 32-bit integers
 * in this order at one place of the memory (places are bytes). Written by layPass of pass.ts in the
 * folder above.
 */
@unmanaged
export class Pass {
  /** The kernel matrix: blocks of `kBlock` columns; in a block pairs of rows (a last odd row alone); in a pair column after column. */
  a: usize;
  /** For each of the `k` columns: distance in the padded input from a position to what the column multiplies. */
  offsets: usize;
  k: i32;
  kBlock: i32;
  /** Rows of the kernel matrix. */
  rows: i32;
  /** Vectors of positions, see vectors.ts; a multiple of `tile`. */
  vectors: usize;
  /** Where position 0 stands in the padded input. */
  x: usize;
  /** For each row: where its element of position 0 goes, relative to `out`; modulo 2³². */
  rowPlaces: usize;
  /** For each row a number of the kernel's type: what is added first or last. */
  rowBias: usize;
  biasFirst: i32;
  out: usize;
  /** See store.ts. */
  store: i32;
  /** Sums of up to `tilesTogether` tiles: 64 bytes a row each. */
  scratch: usize;
  tilesTogether: i32;
  /** The rows to compute now: `firstRow`, the first of a pair, … `endRow` − 1. */
  firstRow: i32;
  endRow: i32;
  /** Vectors in a tile: 4, or 3 adjacent ones of a pass of three rows. */
  tile: i32;
}
