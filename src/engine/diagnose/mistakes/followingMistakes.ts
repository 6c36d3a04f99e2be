import type { Call } from '../../core/call.ts';
import { isSameShape } from '../../core/tensor.ts';
import { predict } from '../search/evaluate.ts';
import type { Following, Hypothesis, Predicted } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { shortNumber } from '../model/shortNumber.ts';
import { afterwards } from './code.ts';

// What a layer after the call made of its output.

/** A function of one value that networks put after a convolution. */
interface Activation {
  readonly detail: string;
  readonly code: string;
  readonly value: (value: number) => number;
  readonly slope: number;
  readonly roundings: number;
}

const clamp =
  (low: number, high: number) =>
  (value: number): number =>
    // Like PyTorch's clamp, both keep a NaN.
    Math.min(high, Math.max(low, value));
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const leaky = (slope: number): Activation => ({
  detail: `leaky ReLU with slope ${slope}`,
  code: `y = F.leaky_relu(y, ${slope})`,
  value: (value) => (value < 0 ? slope * value : value),
  slope: 1,
  roundings: 2,
});

const activations: readonly Activation[] = [
  { detail: 'ReLU', code: 'y = F.relu(y)', value: clamp(0, Infinity), slope: 1, roundings: 0 },
  { detail: 'ReLU6', code: 'y = F.relu6(y)', value: clamp(0, 6), slope: 1, roundings: 0 },
  { detail: 'clamped to 0…1', code: 'y = y.clamp(0, 1)', value: clamp(0, 1), slope: 1, roundings: 0 },
  { detail: 'clamped to −1…1', code: 'y = y.clamp(-1, 1)', value: clamp(-1, 1), slope: 1, roundings: 0 },
  { detail: 'clamped to 0…255', code: 'y = y.clamp(0, 255)', value: clamp(0, 255), slope: 1, roundings: 0 },
  ...[0.01, 0.1, 0.2, 0.3].map(leaky),
  { detail: 'sigmoid', code: 'y = torch.sigmoid(y)', value: sigmoid, slope: 0.25, roundings: 8 },
  { detail: 'tanh', code: 'y = torch.tanh(y)', value: Math.tanh, slope: 1, roundings: 8 },
  { detail: 'SiLU', code: 'y = F.silu(y)', value: (value) => value * sigmoid(value), slope: 1.1, roundings: 8 },
  {
    detail: 'ELU',
    code: 'y = F.elu(y)',
    value: (value) => (value < 0 ? Math.expm1(value) : value),
    slope: 1,
    roundings: 8,
  },
  {
    detail: 'softplus',
    code: 'y = F.softplus(y)',
    value: (value) => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))),
    slope: 1,
    roundings: 8,
  },
  { detail: 'the absolute value', code: 'y = y.abs()', value: Math.abs, slope: 1, roundings: 0 },
];

/** A function with its greatest slope, and the roundings of its result. */
interface Applied extends Pick<Activation, 'value' | 'slope' | 'roundings'> {
  readonly roundoff: number;
}

/** Returns what a function makes of a predicted element. */
function applied({ value: before, bound }: Predicted, { value, slope, roundings, roundoff }: Applied): Predicted {
  const after = value(before);
  // An intermediate result is not much larger than the value that goes in or comes out.
  return { value: after, bound: bound * slope + roundings * roundoff * (Math.abs(after) + slope * Math.abs(before)) };
}

function* activated({ call, actual }: DiagnosisTarget): Iterable<Hypothesis> {
  // A constant is no function of the right output; all zeros are named before.
  const [first = 0] = actual.data;
  if (first !== 0 && actual.data.length > 1 && actual.data.every((value) => value === first)) return;
  for (const { detail, code, value, slope, roundings } of activations) {
    yield {
      detail,
      call,
      following: (before, _, roundoff) => applied(before, { value, slope, roundings, roundoff }),
      words: { what: 'after the layer', yours: detail, required: 'nothing' },
      code: afterwards(code),
    };
  }
}

/** A factor and an offset of a channel, and how far a value made with them may be off. */
interface Affine {
  readonly factor: number;
  readonly offset: number;
  readonly slack: number;
}

/**
 * Fits the factor and the offset of a channel to two elements, those with the smallest and the largest right value, so
 * that every other element lies between them. Returns null if the channel has no two different values.
 */
function fitted(target: DiagnosisTarget, bound: (at: number) => number, channel: number): Affine | null {
  const { actual, reference, geometry } = target;
  const { columns, cout, n } = geometry;
  let [low, high] = [-1, -1];
  for (let image = 0; image < n; image++) {
    const from = (image * cout + channel) * columns;
    for (let at = from; at < from + columns; at++) {
      const value = reference.data[at] as number;
      if (!Number.isFinite(value) || !Number.isFinite(actual.data[at])) continue;
      if (low < 0 || value < (reference.data[low] as number)) low = at;
      if (high < 0 || value > (reference.data[high] as number)) high = at;
    }
  }
  if (low < 0) return null;
  const [right, other] = [reference.data[low] as number, reference.data[high] as number];
  const [yours, others] = [actual.data[low] as number, actual.data[high] as number];
  const bounds = [bound(low), bound(high)] as const;
  // A constant channel has no factor.
  if (other - right <= 4 * (bounds[0] + bounds[1])) return null;
  const factor = (others - yours) / (other - right);
  const offset = yours - factor * right;
  // Between two points a line is off by no more than at the points.
  const slack = Math.abs(factor) * Math.max(...bounds);
  return { factor, offset, slack };
}

/** The most channels whose numbers are written out. */
const mostListed = 4;
/** The most channels whose numbers are written as code. */
const mostInCode = 16;

function* affine(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const { cout, columns, n } = geometry;
  // Two elements give the numbers; the others have to follow.
  if (n * columns < 4) return;
  const own = predict({ detail: '', call }, target.rounding);
  if (own === null) return;
  const bound = (at: number): number => own.at(at).bound;
  const found: Affine[] = [];
  for (let channel = 0; channel < cout; channel++) {
    const one = fitted(target, bound, channel);
    if (one === null) return;
    found.push(one);
  }
  // Of a constant, as a filled buffer has, the right output says nothing.
  if (2 * found.filter(({ factor }) => factor !== 0).length < found.length) return;
  yield affineBehind(call, found);
}

function affineBehind(call: Call, found: readonly Affine[]): Hypothesis {
  const at = (channel: number): Affine => found[channel] as Affine;
  const following: Following = (before, channel, roundoff) => {
    const { factor, offset, slack } = at(channel);
    // Of the factor, the product, the offset and the sum, both where the numbers were fitted and where they are used.
    const made = applied(before, {
      value: (value) => value * factor + offset,
      slope: Math.abs(factor),
      roundings: 8,
      roundoff,
    });
    return { ...made, bound: made.bound + slack };
  };
  const shown = found
    .slice(0, mostListed)
    .map(
      ({ factor, offset }, channel) =>
        `channel ${channel} · ${shortNumber(factor)} ${offset < 0 ? '−' : '+'} ${shortNumber(Math.abs(offset))}`,
    );
  const factors = found.map(({ factor }) => factor);
  const list = (values: readonly number[]): string => `torch.tensor([${values.join(', ')}]).reshape(-1, 1, 1)`;
  return {
    detail: shown.join(', ') + (found.length > mostListed ? ', …' : ''),
    call,
    following,
    fitted: 2 * found.length,
    words: { what: 'factor of a channel', yours: factors, required: factors.map(() => 1) },
    code:
      found.length > mostInCode
        ? null
        : afterwards(`y = y * ${list(factors)} + ${list(found.map(({ offset }) => offset))}`),
    again: (other) => (other.geometry.cout === found.length ? affineBehind(other.call, found) : null),
  };
}

export const followingMistakes: readonly Mistake[] = [
  {
    id: 'activation-after',
    title: 'An activation was applied to the output',
    means: 'ReLU, clamp, sigmoid, … after the layer',
    place: 'output',
    known: [],
    fix: 'Compare the output before the activation: take it from the layer itself, or apply the same activation to the reference.',
    code: null,
    general: true,
    alone: true,
    hypotheses: activated,
  },
  {
    id: 'affine-after',
    title: 'Every output channel was scaled and shifted',
    means: 'y·scale[c] + shift[c], as by a batch norm',
    place: 'output',
    known: [],
    fix: 'Compare the output before the batch norm, or fold its factors and offsets into the weight and the bias of the reference.',
    code: null,
    fromOutput: true,
    general: true,
    alone: true,
    hypotheses: affine,
  },
];
