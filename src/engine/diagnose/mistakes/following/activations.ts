import type { Predicted } from '../../model/hypothesis.ts';

/** A function of one value that networks put after a convolution. */
export interface FollowingActivation {
  readonly detail: string;
  readonly code: string;
  readonly value: (value: number) => number;
  /** Its greatest slope. */
  readonly slope: number;
  /** The roundings of its result. */
  readonly roundings: number;
  /** The roundings of an intermediate result of about 1, however small the result is; none if omitted. */
  readonly ofOne?: number;
  /** Values between which it rises, and from which its argument can be told; null if there are none. */
  readonly rising: readonly [low: number, high: number] | null;
}

const clamp =
  (low: number, high: number) =>
  (value: number): number =>
    // Like PyTorch's clamp, both keep a NaN.
    Math.min(high, Math.max(low, value));
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const softplus = (value: number): number => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
const elu = (value: number): number => (value < 0 ? Math.expm1(value) : value);

// SELU's constants (Klambauer et al., Self-Normalizing Neural Networks, 2017).
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

/** Returns the standard normal distribution function, Φ(x) = (1 + erf(x/√2))/2. */
function normalDistribution(x: number): number {
  // The series of Marsaglia, Evaluating the Normal Distribution (2004): Φ(x) = 1/2 + φ(x)·(x + x³/3 + x⁵/15 + …).
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let [sum, term] = [x, x];
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * x * x - 0.9189385332046727);
}

/** Returns 2·√(2/π)·(x + 0.044715·x³): GELU by tanh is x times the sigmoid of that. */
const geluArgument = (x: number): number => 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

/** Returns leaky ReLU with a slope, or a PReLU that has one slope for all channels. */
export const leaky = (slope: number): FollowingActivation => ({
  detail: `leaky ReLU with slope ${slope}`,
  code: `y = F.leaky_relu(y, ${slope})`,
  value: (value) => (value < 0 ? slope * value : value),
  slope: Math.max(1, Math.abs(slope)),
  roundings: 2,
  rising: [0, Infinity],
});

/** Returns the clamping to a range. */
export const clampedTo = (low: number, high: number): FollowingActivation => ({
  detail: `clamped to ${low < 0 ? `−${-low}` : low}…${high < 0 ? `−${-high}` : high}`,
  code: `y = y.clamp(${low}, ${high})`,
  value: clamp(low, high),
  slope: 1,
  roundings: 0,
  rising: [low, high],
});

/** Returns a smooth function that rises between two arguments, and is computed with several roundings. */
const smooth = (
  detail: string,
  code: string,
  value: (value: number) => number,
  slope: number,
  rising: FollowingActivation['rising'] = [0, Infinity],
): FollowingActivation => ({ detail, code: `y = ${code}`, value, slope, roundings: 8, rising });

export const activations: readonly FollowingActivation[] = [
  { ...clampedTo(0, Infinity), detail: 'ReLU', code: 'y = F.relu(y)' },
  { ...clampedTo(0, 6), detail: 'ReLU6', code: 'y = F.relu6(y)' },
  clampedTo(0, 1),
  clampedTo(-1, 1),
  clampedTo(0, 255),
  ...[0.01, 0.1, 0.2, 0.3].map(leaky),
  smooth('sigmoid', 'torch.sigmoid(y)', sigmoid, 0.25, [-2, 2]),
  smooth('tanh', 'torch.tanh(y)', Math.tanh, 1, [-1, 1]),
  smooth('SiLU', 'F.silu(y)', (value) => value * sigmoid(value), 1.1),
  smooth('GELU', 'F.gelu(y)', (value) => value * normalDistribution(value), 1.13),
  smooth('GELU by tanh', 'F.gelu(y, approximate="tanh")', (value) => value * sigmoid(geluArgument(value)), 1.13),
  smooth('hardswish', 'F.hardswish(y)', (value) => (value * clamp(0, 6)(value + 3)) / 6, 1.5),
  smooth('hardsigmoid', 'F.hardsigmoid(y)', (value) => clamp(0, 6)(value + 3) / 6, 1 / 6, [-3, 3]),
  smooth('mish', 'F.mish(y)', (value) => value * Math.tanh(softplus(value)), 1.1),
  // PyTorch computes exp(y) − 1.
  { ...smooth('ELU', 'F.elu(y)', elu, 1), ofOne: 2 },
  {
    ...smooth('SELU', 'F.selu(y)', (value) => seluScale * (value < 0 ? seluAlpha * Math.expm1(value) : value), 1.76),
    ofOne: 4,
  },
  smooth('softplus', 'F.softplus(y)', softplus, 1),
  {
    detail: 'the absolute value',
    code: 'y = y.abs()',
    value: Math.abs,
    slope: 1,
    roundings: 0,
    rising: null,
  },
];

/** Returns what a function makes of a predicted element. `roundoff` is the unit roundoff of the result. */
export function applied(
  { value: before, bound }: Predicted,
  { value, slope, roundings, ofOne = 0 }: Pick<FollowingActivation, 'value' | 'slope' | 'roundings' | 'ofOne'>,
  roundoff: number,
): Predicted {
  const after = value(before);
  // An intermediate result is not much larger than the value that goes in or comes out.
  const size = roundings * (Math.abs(after) + slope * Math.abs(before)) + ofOne;
  return { value: after, bound: bound * slope + roundoff * size };
}

/** Returns the argument that gives a value of an activation, where it rises; null if no such argument does. */
export function argumentOf({ value, rising }: FollowingActivation, wanted: number): number | null {
  if (rising === null) return null;
  let [low, high] = [rising[0], Math.min(rising[1], largestArgument)];
  if (!(wanted > value(low) && wanted < value(high))) return null;
  for (let step = 0; step < bisections; step++) {
    const middle = (low + high) / 2;
    if (value(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const largestArgument = 2 ** 16;
const bisections = 80;
