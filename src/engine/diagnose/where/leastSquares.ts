/**
 * Fits weights to the first `fitted` of some equations, by least squares (the normal equations and Cholesky's
 * decomposition), and tests them on the others. An equation has one factor for each weight.
 */
export class LeastSquares {
  readonly #equations: readonly Float64Array[];
  readonly #fitted: number;
  readonly #size: number;
  /** The lower triangle of Cholesky's decomposition of the normal equations. */
  readonly #lower: Float64Array;
  /** True if the fitted equations determine every weight. */
  readonly isDetermined: boolean;

  constructor(equations: readonly Float64Array[], fitted = equations.length) {
    this.#equations = equations;
    this.#fitted = fitted;
    this.#size = equations[0]?.length ?? 0;
    [this.#lower, this.isDetermined] = decomposed(equations.slice(0, fitted), this.#size);
  }

  /**
   * Returns the share of the variance of the tested values that the fitted weights leave; null if the values are constant
   * or not finite.
   */
  unexplained(values: readonly number[]): number | null {
    const solution = this.solution(values);
    const tested = values.slice(this.#fitted);
    const mean = tested.reduce((sum, value) => sum + value, 0) / tested.length;
    let [left, all] = [0, 0];
    for (const [i, value] of tested.entries()) {
      const equation = this.#equations[this.#fitted + i] as Float64Array;
      const predicted = equation.reduce((sum, factor, k) => sum + factor * (solution[k] as number), 0);
      left += (value - predicted) ** 2;
      all += (value - mean) ** 2;
    }
    return all > 0 && Number.isFinite(left / all) ? left / all : null;
  }

  /** Returns the weights that come nearest to the first values; the values of all equations may be given. */
  solution(values: readonly number[]): Float64Array {
    const [size, lower] = [this.#size, this.#lower];
    const solution = new Float64Array(size);
    for (let row = 0; row < this.#fitted; row++) {
      const equation = this.#equations[row] as Float64Array;
      const value = values[row] as number;
      for (let k = 0; k < size; k++) solution[k] = (solution[k] as number) + value * (equation[k] as number);
    }
    for (let i = 0; i < size; i++) {
      let sum = solution[i] as number;
      for (let k = 0; k < i; k++) sum -= (lower[i * size + k] as number) * (solution[k] as number);
      solution[i] = sum / (lower[i * size + i] as number);
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = solution[i] as number;
      for (let k = i + 1; k < size; k++) sum -= (lower[k * size + i] as number) * (solution[k] as number);
      solution[i] = sum / (lower[i * size + i] as number);
    }
    return solution;
  }
}

/**
 * A weight is determined if the factors of the weights before it leave at least this share of the squares of its own
 * factors. The share does not depend on the scale of the factors.
 */
const leastOwnShare = 1e-8;
/** The damping, as a share of these squares, that keeps weights finite which inputs do not tell apart. */
const damping = 1e-12;

/** Decomposes the damped normal equations, and says if they determine every weight. */
function decomposed(equations: readonly Float64Array[], size: number): [lower: Float64Array, isDetermined: boolean] {
  const lower = new Float64Array(size * size);
  for (const equation of equations) {
    for (let i = 0; i < size; i++) {
      const own = equation[i] as number;
      if (own === 0) continue;
      for (let j = 0; j <= i; j++)
        lower[i * size + j] = (lower[i * size + j] as number) + own * (equation[j] as number);
    }
  }
  for (let i = 0; i < size; i++) lower[i * size + i] = (1 + damping) * (lower[i * size + i] as number);
  let isDetermined = true;
  for (let i = 0; i < size; i++) {
    const whole = lower[i * size + i] as number;
    for (let j = 0; j <= i; j++) {
      let sum = lower[i * size + j] as number;
      for (let k = 0; k < j; k++) sum -= (lower[i * size + k] as number) * (lower[j * size + k] as number);
      if (i === j && !(sum > leastOwnShare * whole)) isDetermined = false;
      lower[i * size + j] =
        i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / (lower[j * size + j] as number);
    }
  }
  return [lower, isDetermined];
}
