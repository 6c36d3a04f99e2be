/** A small matrix as an array of rows. */
export type Coefficients = readonly (readonly number[])[];

/**
 * The matrices of minimal filtering F(2, r), which computes two outputs of a filter of r taps with r + 1 products
 * instead of 2·r: y = Aᵀ[(G g) ⊙ (Bᵀ d)], with d the r + 1 inputs that the two outputs read and g the taps (Winograd,
 * Arithmetic Complexity of Computations, 1980; matrices from Lavin & Gray, Fast Algorithms for Convolutional Neural
 * Networks, 2015, §4.1). In two dimensions Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A, where the two axes may have different r.
 */
export interface MinimalFilter {
  readonly taps: 2 | 3;
  /** Number of products for two outputs: r + 1. */
  readonly points: 3 | 4;
  /** Bᵀ, (r + 1, r + 1): transforms the inputs into one factor of the products. */
  readonly input: Coefficients;
  /** G, (r + 1, r): transforms the taps into the other factor. */
  readonly kernel: Coefficients;
  /** Aᵀ, (2, r + 1): adds up the products; the nonzeros of row m are at m … m + r − 1. */
  readonly output: Coefficients;
}

/** F(2, 2): Toom-Cook at the points 0, 1 and ∞. */
const twoTaps: MinimalFilter = {
  taps: 2,
  points: 3,
  input: [
    [1, -1, 0],
    [0, 1, 0],
    [0, -1, 1],
  ],
  kernel: [
    [1, 0],
    [1, 1],
    [0, 1],
  ],
  output: [
    [1, 1, 0],
    [0, 1, 1],
  ],
};

/** F(2, 3): the points 0, 1, −1 and ∞. */
const threeTaps: MinimalFilter = {
  taps: 3,
  points: 4,
  input: [
    [1, 0, -1, 0],
    [0, 1, 1, 0],
    [0, -1, 1, 0],
    [0, 1, 0, -1],
  ],
  kernel: [
    [1, 0, 0],
    [0.5, 0.5, 0.5],
    [0.5, -0.5, 0.5],
    [0, 0, 1],
  ],
  output: [
    [1, 1, 1, 0],
    [0, 1, -1, -1],
  ],
};

/** Returns F(2, taps); null unless `taps` is 2 or 3. */
export function minimalFilterOf(taps: number): MinimalFilter | null {
  if (taps === 2) return twoTaps;
  return taps === 3 ? threeTaps : null;
}

/** Returns the magnitudes of a matrix's elements. */
export function magnitudes(matrix: Coefficients): Coefficients {
  return matrix.map((row) => row.map(Math.abs));
}

/**
 * Computes element (row, column) of left · x · rightᵀ: first combines down each column, then across. Each is a sum over
 * the nonzero coefficients from left to right, with every product and sum rounded. All transforms take their order of
 * arithmetic from this function.
 */
export function transformed(
  left: Coefficients,
  right: Coefficients,
  row: number,
  column: number,
  x: (i: number, j: number) => number,
  round: (value: number) => number,
): number {
  return combine(
    right[column] as readonly number[],
    (j) => combine(left[row] as readonly number[], (i) => x(i, j), round),
    round,
  );
}

/**
 * Returns Σ coefficient · value from left to right. Starts with the first nonzero coefficient and skips coefficients of
 * 0.
 */
function combine(
  coefficients: readonly number[],
  value: (at: number) => number,
  round: (value: number) => number,
): number {
  let sum = NaN;
  let empty = true;
  for (const [at, coefficient] of coefficients.entries()) {
    if (coefficient === 0) continue;
    const product = round(coefficient * value(at));
    sum = empty ? product : round(sum + product);
    empty = false;
  }
  return sum;
}
