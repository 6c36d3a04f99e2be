/**
 * The parameters for one pair of stride phases, one down and one across, of minimal filtering: 32-bit integers in this
 * order, written by kernels/wasm/winograd/writeTilings.ts. Addresses and distances are in bytes. Tiles are numbered row
 * by row; as many as fill four vectors are computed at a time.
 */
@unmanaged
export class Tiling {
  /** r, the number of taps of the phase, down and across: 2 or 3. */
  down: i32;
  across: i32;
  /** Input channels of the group. */
  channels: i32;
  /** Output channels of the group. */
  outputs: i32;
  /**
   * Address of the input, with its rows split for the tiles across (see split.ts); and distance, within a row, from a
   * channel to the next.
   */
  input: usize;
  inputPitch: usize;
  /**
   * For each row of tiles and each of the r + 1 positions down: distance from `input` to the input row at that
   * position.
   */
  inputRows: usize;
  /** For each of the r + 1 positions across: distance from a row's start to that position of the row's first tile. */
  place0: usize;
  place1: usize;
  place2: usize;
  place3: usize;
  /**
   * Address of U. For each ξ it has pairs of rows, and a pair has channel after channel; if the number of rows is odd,
   * the last row is repeated. `kernelPitch` is the distance from a ξ to the next.
   */
  kernels: usize;
  kernelPitch: usize;
  /**
   * For each element of g: distance from `kernel` to its tap. At `kernel`, each tap is a vector with a kernel per lane.
   */
  taps: usize;
  kernel: usize;
  /**
   * Address of V, which has four vectors of tiles for each ξ and channel, and of M, which has them for each ξ and row.
   * The pitches are the distances from a ξ to the next, with room for a vector after the last.
   */
  tiles: usize;
  tilePitch: usize;
  products: usize;
  productPitch: usize;
  /** Address of the output, and bytes of one of its planes. */
  output: usize;
  outputPlane: usize;
  /**
   * For each row and each column of tiles: distance from a plane's start to outputs 0 and 1; −1 for an output that does
   * not exist.
   */
  outputRows: usize;
  outputColumns: usize;
  /** Address of the biases, one number per output channel. */
  bias: usize;
  /** 1 if the magnitudes of all numbers and coefficients are summed, otherwise 0. */
  magnitude: i32;
  /** Number of tiles in a row. */
  tilesAcross: i32;
}
