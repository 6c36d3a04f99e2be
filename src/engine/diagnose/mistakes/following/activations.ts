import { formats } from '../../../rounding/formats.ts';
import { shortSigned } from '../../model/shortNumber.ts';
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
  /** True if no slope bounds it, or if it jumps: its error is then what it makes of the ends of an interval. */
  readonly isSteep?: true;
  /** How far it falls before it rises, 0 if it only rises; omitted if that has no end. */
  readonly dip?: number;
  /** Values between which it rises, and from which its argument can be told; null if there are none. */
  readonly rising: readonly [low: number, high: number] | null;
}

export const clamp =
  (low: number, high: number) =>
  (value: number): number =>
    // Like PyTorch's clamp, both keep a NaN.
    Math.min(high, Math.max(low, value));
export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
export const softplus = (value: number): number => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
export const elu = (value: number): number => (value < 0 ? Math.expm1(value) : value);

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
  ...(slope >= 0 && { dip: 0 }),
  roundings: 2,
  rising: [0, Infinity],
});

/** Returns the clamping to a range; an end may be infinite. */
export const clampedTo = (low: number, high: number): FollowingActivation => ({
  detail:
    high === Infinity
      ? `clamped to ${shortSigned(low)} and more`
      : low === -Infinity
        ? `clamped to ${shortSigned(high)} and less`
        : `clamped to ${shortSigned(low)}…${shortSigned(high)}`,
  code: `y = y.clamp(${[...(low === -Infinity ? [] : [`min=${low}`]), ...(high === Infinity ? [] : [`max=${high}`])].join(', ')})`,
  value: clamp(low, high),
  slope: 1,
  dip: 0,
  roundings: 0,
  rising: [low, high],
});

/** The largest dip of a smooth function of the list: that of hardswish, −3/8. */
const smoothDip = 0.375;

/** Returns a smooth function that rises between two arguments, and is computed with several roundings. */
const smooth = (
  detail: string,
  code: string,
  value: (value: number) => number,
  slope: number,
  rising: FollowingActivation['rising'] = [0, Infinity],
): FollowingActivation => ({ detail, code: `y = ${code}`, value, slope, dip: smoothDip, roundings: 8, rising });

const steep = (
  detail: string,
  code: string,
  value: (value: number) => number,
  rising: FollowingActivation['rising'] = null,
): FollowingActivation => ({ detail, code: `y = ${code}`, value, slope: 0, roundings: 4, isSteep: true, rising });

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
  smooth(
    'quick GELU, y·sigmoid(1.702·y)',
    'y * torch.sigmoid(1.702 * y)',
    (value) => value * sigmoid(1.702 * value),
    1.1,
  ),
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
  smooth('log-sigmoid', 'F.logsigmoid(y)', (value) => -softplus(-value), 1, [-4, 4]),
  smooth('softsign', 'F.softsign(y)', (value) => value / (1 + Math.abs(value)), 1, [-4, 4]),
  smooth('tanhshrink', 'F.tanhshrink(y)', (value) => value - Math.tanh(value), 1, [0, Infinity]),
  {
    detail: 'the absolute value',
    code: 'y = y.abs()',
    value: Math.abs,
    slope: 1,
    roundings: 0,
    rising: null,
  },
  steep('the exponential function', 'y.exp()', Math.exp, [-16, 16]),
  steep('the square', 'y.square()', (value) => value * value),
  steep('the square of ReLU', 'F.relu(y).square()', (value) => Math.max(0, value) ** 2, [0, Infinity]),
  steep('the sine', 'y.sin()', Math.sin),
  steep('the sign', 'y.sign()', Math.sign),
  steep('1 above 0, and 0 elsewhere', '(y > 0).to(y.dtype)', (value) => (value > 0 ? 1 : 0)),
];

/**
 * Returns the number of roundings of an activation's result. Functions of narrow formats are computed in float32, with two
 * or three roundings to the format.
 */
export function activationRoundings({ roundings }: Pick<FollowingActivation, 'roundings'>, roundoff: number): number {
  return roundoff > formats.float32.roundoff ? Math.min(3, roundings) : roundings;
}

/** Returns what a function makes of a predicted element. `roundoff` is the unit roundoff of the result. */
export function applied(
  { value: before, bound }: Predicted,
  activation: Pick<FollowingActivation, 'value' | 'slope' | 'roundings' | 'ofOne' | 'isSteep' | 'dip'>,
  roundoff: number,
): Predicted {
  const { value, slope, isSteep = false, dip = isSteep ? 0 : Infinity, ofOne = 0 } = activation;
  const after = value(before);
  const roundings = activationRoundings(activation, roundoff);
  // An intermediate result is not much larger than the value that goes in or comes out.
  const off = isSteep ? bound : bound + roundoff * roundings * Math.abs(before);
  const ends = dip + Math.max(Math.abs(value(before + off) - after), Math.abs(value(before - off) - after));
  const reach = isSteep ? ends : Math.min(ends, off * slope);
  return { value: after, bound: reach + roundoff * (roundings * Math.abs(after) + ofOne) };
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
