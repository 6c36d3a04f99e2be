/**
 * The parameters of one pass: the product of a phase's kernel matrix with its unfolded input. 32-bit integers in this
 * order, written by kernels/wasm/phases/writePasses.ts. Addresses are in bytes.
 */
@unmanaged
export class Pass {
  /**
   * The kernel matrix, in blocks of `kBlock` columns. A block has pairs of rows (a last odd row is alone), and a pair
   * has column after column.
   */
  a: usize;
  /**
   * For each of the `k` columns: distance, in the padded input, from an output's position to the element that the
   * column multiplies.
   */
  offsets: usize;
  k: i32;
  kBlock: i32;
  /** Number of rows of the kernel matrix. */
  rows: i32;
  /** Address of the vectors of positions (see vectors.ts). Their number is a multiple of `tile`. */
  vectors: usize;
  /** Address of position 0 in the padded input. */
  x: usize;
  /** For each row: offset from `out` of the row's output element at position 0, modulo 2³². */
  rowPlaces: usize;
  /** For each row: the bias, a number of type T; `biasFirst` is 1 if sums start with it, 0 if it is added last. */
  rowBias: usize;
  biasFirst: i32;
  out: usize;
  /** How results are stored: see `Store` of store.ts. */
  store: i32;
  /** Address of scratch memory for the sums of up to `tilesTogether` tiles, 64 bytes per row and tile. */
  scratch: usize;
  tilesTogether: i32;
  /** The rows that the next call computes: from `firstRow`, the first row of a pair, to `endRow` − 1. */
  firstRow: i32;
  endRow: i32;
  /** Number of vectors in a tile: 4, or 3 adjacent ones if the pass has three rows. */
  tile: i32;
}
