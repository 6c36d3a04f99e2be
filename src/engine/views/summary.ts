import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import type { NonFiniteCounts } from '../compare/comparison.ts';

/** A tensor's health in a few numbers. */
export interface Summary {
  readonly count: number;
  /** Over the finite elements; null where there are none. */
  readonly finite: { readonly min: number; readonly max: number; readonly mean: number } | null;
  readonly nonFinite: NonFiniteCounts;
}

/** Elements between two steps: some hundred microseconds. */
const elementsPerStep = 100_000;

/** Looks at each element once, twice where their sum is beyond float64. The mean is summed up in float64. */
export function* summarize({ data }: Tensor): Steps<Summary> {
  const total = data.length;
  let [min, max] = [Infinity, -Infinity];
  let [nan, positiveInfinity, negativeInfinity] = [0, 0, 0];
  let sum = 0;
  for (let start = 0; start < total; start += elementsPerStep) {
    const end = Math.min(total, start + elementsPerStep);
    // Each stretch by itself: fewer roundings meet in one sum.
    let part = 0;
    for (let i = start; i < end; i++) {
      const value = data[i] as number;
      if (value - value === 0) {
        part += value;
        if (value < min) min = value;
        if (value > max) max = value;
      } else if (value > 0) positiveInfinity += 1;
      else if (value < 0) negativeInfinity += 1;
      else nan += 1;
    }
    sum += part;
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

/** The mean of finite elements whose sum is too large a number: of each its share. */
function* meanOfShares(data: ArrayLike<number>, count: number): Steps<number> {
  let mean = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (value - value === 0) mean += value / count;
    if (i % elementsPerStep === 0) yield { stage: 'summary', done: i, total: data.length };
  }
  return mean;
}
