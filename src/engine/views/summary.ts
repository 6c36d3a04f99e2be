import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import type { NonFiniteCounts } from '../compare/comparison.ts';

/** Summary statistics of a tensor's values. */
export interface TensorSummary {
  readonly count: number;
  /** Statistics of the finite elements; null if there are none. */
  readonly finite: { readonly min: number; readonly max: number; readonly mean: number } | null;
  readonly nonFinite: NonFiniteCounts;
}

/** Number of elements between two progress steps: a few hundred microseconds of work. */
const elementsPerStep = 100_000;

/** Summarizes a tensor, accumulating the mean in float64. Takes one pass, or two if the sum overflows float64. */
export function* summarize({ data }: Tensor): Steps<TensorSummary> {
  const total = data.length;
  let [min, max] = [Infinity, -Infinity];
  let [nan, positiveInfinity, negativeInfinity] = [0, 0, 0];
  let sum = 0;
  for (let start = 0; start < total; start += elementsPerStep) {
    const end = Math.min(total, start + elementsPerStep);
    // Summing each chunk separately lowers the number of roundings that a value passes through.
    let chunkSum = 0;
    for (let i = start; i < end; i++) {
      const value = data[i] as number;
      if (value - value === 0) {
        chunkSum += value;
        if (value < min) min = value;
        if (value > max) max = value;
      } else if (value > 0) positiveInfinity += 1;
      else if (value < 0) negativeInfinity += 1;
      else nan += 1;
    }
    sum += chunkSum;
    yield { stage: 'summary', done: end, total };
  }
  const count = total - nan - positiveInfinity - negativeInfinity;

  const mean = Number.isFinite(sum) ? sum / count : yield* meanOfShares(data, count);
  return {
    count: total,
    finite: count === 0 ? null : { min, max, mean },
    nonFinite: { nan, positiveInfinity, negativeInfinity },
  };
}

/** Returns the mean of the finite elements when their sum overflows, by adding up value / count instead. */
function* meanOfShares(data: ArrayLike<number>, count: number): Steps<number> {
  let mean = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (value - value === 0) mean += value / count;
    if (i % elementsPerStep === 0) yield { stage: 'summary', done: i, total: data.length };
  }
  return mean;
}
