/**
 * One pair of stride phases for the kernels of minimal filtering: 32-bit integers in this order at one address (places
 * are byte addresses). Written by kernels/wasm/winograd/writeTilings.ts. Tiles are numbered row by row and computed as
 * many at a time as fill four vectors.
 */
@unmanaged
export class Tiling {
  /** r down and across: 2 or 3. */
  down: i32;
  across: i32;
  /** Input channels of the group. */
  channels: i32;
  /** Output channels of the group. */
  outputs: i32;
  /** The input, split for the tiles of this axis (see split.ts), and bytes from a channel of a row to the next. */
  input: usize;
  inputPitch: usize;
  /** For each row of tiles and each of the r + 1 positions down: bytes from the input's start to the input row. */
  inputRows: usize;
  /** For each of the r + 1 positions across: bytes from a row's start to that position of its first tile. */
  place0: usize;
  place1: usize;
  place2: usize;
  place3: usize;
  /**
   * U: for each ξ pairs of rows; in a pair channel after channel. If the number of rows is odd, a copy of the last row
   * follows it. Bytes from a ξ to the next.
   */
  kernels: usize;
  kernelPitch: usize;
  /**
   * For each element of g: bytes from the first tap to its own, where the taps lie side by side at `kernel`, a vector
   * each.
   */
  taps: usize;
  kernel: usize;
  /**
   * V: for each ξ and channel four vectors of tiles; M: the same for each ξ and row. Bytes from a ξ to the next, with
   * room for a vector after the last.
   */
  tiles: usize;
  tilePitch: usize;
  products: usize;
  productPitch: usize;
  /** The output, and bytes of one of its planes. */
  output: usize;
  outputPlane: usize;
  /**
   * For each row and each column of tiles: bytes from a plane's start to outputs 0 and 1; −1 for an output that does
   * not exist.
   */
  outputRows: usize;
  outputColumns: usize;
  /** One number per output channel. */
  bias: usize;
  /** 1 if magnitudes are summed, of the numbers and of the coefficients. */
  magnitude: i32;
  /** Tiles in a row. */
  tilesAcross: i32;
}
