/** The smallest share that a pivot may have of the largest one; below it, equations do not tell numbers apart. */
const smallestPivot = 1e-10;

/**
 * Returns the numbers that solve equations best, by the normal equations and Cholesky's decomposition; null if the
 * equations do not determine them. An equation has one factor for each number.
 */
export function solvedLeastSquares(
  equations: readonly Float64Array[],
  values: readonly number[],
): readonly number[] | null {
  const size = equations[0]?.length ?? 0;
  const normal = Array.from({ length: size }, () => new Float64Array(size));
  const right = new Float64Array(size);
  for (const [row, equation] of equations.entries()) {
    for (let i = 0; i < size; i++) {
      const own = equation[i] as number;
      right[i] = (right[i] as number) + own * (values[row] as number);
      const line = normal[i] as Float64Array;
      for (let j = 0; j <= i; j++) line[j] = (line[j] as number) + own * (equation[j] as number);
    }
  }
  for (let i = 0; i < size; i++) {
    const line = normal[i] as Float64Array;
    const whole = line[i] as number;
    for (let j = 0; j <= i; j++) {
      const other = normal[j] as Float64Array;
      let sum = line[j] as number;
      for (let k = 0; k < j; k++) sum -= (line[k] as number) * (other[k] as number);
      if (i === j && !(sum > smallestPivot * whole)) return null;
      line[j] = i === j ? Math.sqrt(sum) : sum / (other[j] as number);
    }
  }
  const solution = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = right[i] as number;
    for (let k = 0; k < i; k++) sum -= (normal[i]?.[k] as number) * (solution[k] as number);
    solution[i] = sum / (normal[i]?.[i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = solution[i] as number;
    for (let k = i + 1; k < size; k++) sum -= (normal[k]?.[i] as number) * (solution[k] as number);
    solution[i] = sum / (normal[i]?.[i] as number);
  }
  return [...solution];
}
