/** A function after the sums that makes an implementation non-linear. */
export interface Activation {
  readonly name: string;
  /** The slope below 0 (leaky ReLU), or the limits of a clamp; empty for other functions. */
  readonly numbers: readonly number[];
}

/** A sum as the recovered terms give it, and the implementation's value. */
export interface ActivatedValue {
  readonly sum: number;
  readonly value: number;
}

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 0.01 * (1 + Math.abs(b));

/** Returns the known function that turns every sum into the value; null if none does. */
export function activationOf(values: readonly ActivatedValue[]): Activation | null {
  const is = (f: (sum: number) => number): boolean => values.every(({ sum, value }) => close(value, f(sum)));
  if (is((sum) => Math.max(0, sum))) return { name: 'ReLU', numbers: [] };
  const low = Math.min(...values.map(({ value }) => value));
  const high = Math.max(...values.map(({ value }) => value));
  const negative = values.find(({ sum, value }) => sum < -0.5 && value < 0);
  const slope = negative === undefined ? 0 : negative.value / negative.sum;
  if (slope > 0 && slope < 0.9 && is((sum) => (sum < 0 ? slope * sum : sum))) {
    return { name: 'leaky ReLU', numbers: [Number(slope.toPrecision(2))] };
  }
  if (is(Math.abs)) return { name: 'absolute value', numbers: [] };
  if (is((sum) => 1 / (1 + Math.exp(-sum)))) return { name: 'sigmoid', numbers: [] };
  if (is(Math.tanh)) return { name: 'tanh', numbers: [] };
  if (is((sum) => sum / (1 + Math.exp(-sum)))) return { name: 'SiLU', numbers: [] };
  if (is((sum) => sum * sum)) return { name: 'square', numbers: [] };
  if (is((sum) => Math.log1p(Math.exp(sum)))) return { name: 'softplus', numbers: [] };
  if (low < high && is((sum) => Math.min(high, Math.max(low, sum)))) return { name: 'clamp', numbers: [low, high] };
  return null;
}
