/**
 * What the kernels of minimal filtering need to know of one pair of stride phases: 32-bit integers in
 * this order at one place of the memory (places are bytes). Written by layTilings.ts of the folder
 * wasm beside this one. Tiles are numbered row by row and computed as many at a time as four vectors hold.
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
  /** The input, split for the tiles of this axis, see split.ts; bytes from a channel of a row to the next. */
  input: usize;
  inputPitch: usize;
  /** For each row of tiles and each of the r + 1 places down: bytes from the input's start to the input row. */
  inputRows: usize;
  /** For each of the r + 1 places across: bytes from a row's start to that place of its first tile. */
  place0: usize;
  place1: usize;
  place2: usize;
  place3: usize;
  /** U: for each ξ pairs of rows; in a pair channel after channel. A last odd row is followed by a copy of itself. Bytes from a ξ to the next. */
  kernels: usize;
  kernelPitch: usize;
  /** For each element of g the bytes from the first of the taps to its own, where these lie side by side, a vector each: at `kernel`. */
  taps: usize;
  kernel: usize;
  /** V: for each ξ and channel four vectors of tiles; M: for each ξ and row. Bytes from a ξ to the next, with room for a vector behind the last. */
  tiles: usize;
  tilePitch: usize;
  products: usize;
  productPitch: usize;
  /** The output, and bytes of one of its planes. */
  output: usize;
  outputPlane: usize;
  /** For each row and each column of tiles the bytes from a plane's start to output 0 and 1; −1 where there is none. */
  outputRows: usize;
  outputColumns: usize;
  /** A number for each output channel. */
  bias: usize;
  /** Whether magnitudes are summed: of the numbers and of the coefficients. */
  magnitude: i32;
  /** Tiles in a row. */
  tilesAcross: i32;
}
