import { type Refusal, refuse } from '../core/refusal.ts';

/** The refusal alone, for a rule that returns it or null. */
export function refusalOf(...refusal: Parameters<typeof refuse>): Refusal {
  return refuse(...refusal).refusal;
}

/** "(1, 50, 28, 28)", as PyTorch prints sizes. */
export function sizeTuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape.join()},)` : `(${shape.join(', ')})`;
}
