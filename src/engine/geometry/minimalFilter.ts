/** A small matrix, row by row. */
export type Coefficients = readonly (readonly number[])[];

/**
 * Minimal filtering F(2, r): two outputs of a filter of r taps from r + 1 products instead of 2·r,
 * y = Aᵀ[(G g) ⊙ (Bᵀ d)], with d the r + 1 inputs that the two outputs read and g the taps
 * (Winograd, Arithmetic Complexity of Computations, 1980; the matrices are those of Lavin & Gray,
 * Fast Algorithms for Convolutional Neural Networks, 2015, §4.1). In two dimensions, nested,
 * Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A; the axes may have different r.
 */
export interface MinimalFilter {
  readonly taps: 2 | 3;
  /** Products for two outputs: r + 1. */
  readonly points: 3 | 4;
  /** Bᵀ, (r + 1, r + 1): what is multiplied of the inputs. */
  readonly input: Coefficients;
  /** G, (r + 1, r): what is multiplied of the taps. */
  readonly kernel: Coefficients;
  /** Aᵀ, (2, r + 1): how the products add up; the nonzeros of row m stand at m … m + r − 1. */
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

/** F(2, taps); null for any other number of taps than 2 and 3. */
export function minimalFilterOf(taps: number): MinimalFilter | null {
  if (taps === 2) return twoTaps;
  return taps === 3 ? threeTaps : null;
}

/** A matrix's magnitudes. */
export function magnitudes(matrix: Coefficients): Coefficients {
  return matrix.map((row) => row.map(Math.abs));
}

/**
 * Element (row, column) of left · x · rightᵀ: first down, then across, each a sum over the nonzero
 * coefficients from left to right, every product and sum rounded. The one place that knows the
 * order of the transforms' arithmetic.
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

/** Σ coefficient · value from left to right; a coefficient of 0 multiplies nothing, and the first nonzero product is the start. */
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
