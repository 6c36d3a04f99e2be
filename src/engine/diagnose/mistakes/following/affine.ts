import { isSameShape } from '../../../core/tensor.ts';
import { predict } from '../../search/evaluate.ts';
import type { Following, Hypothesis, OtherCall } from '../../model/hypothesis.ts';
import type { DiagnosisTarget } from '../../model/mistake.ts';
import { shortNumber } from '../../model/shortNumber.ts';
import { afterwards } from '../code.ts';
import { type FollowingActivation, applied, argumentOf } from './activations.ts';

/** A factor and an offset of a channel, and how far a value made with them may be off. */
interface Affine {
  readonly factor: number;
  readonly offset: number;
  /** Between the right values to which they were fitted; beyond them it grows with the distance. */
  readonly slack: number;
  /** The same for the roundings of the activation, as a multiple of the unit roundoff. */
  readonly roundoffs: number;
  readonly from: number;
  readonly to: number;
}

/** What was made of a channel: a line, or the one value that an activation leaves of it. */
type ChannelFit = Affine | { readonly constant: number };

/** What comes before the factors and the offsets: the call, and a normalization of its output if there is one. */
export interface AffineBase {
  readonly hypothesis: Hypothesis;
  /** Names the normalization; "" if there is none. */
  readonly words: string;
  /** The lines of code that normalize y; "" if there are none. */
  readonly lines: string;
  /** Returns the right value of the element at a flat index. */
  right(at: number): number;
  /** Returns the same for another call; null if that call has no such normalization. */
  again(other: OtherCall): Omit<AffineBase, 'right'> | null;
}

/** Returns the base without a normalization. */
export function plainBase({ call, reference }: Pick<DiagnosisTarget, 'call' | 'reference'>): AffineBase {
  const again = (other: Pick<OtherCall, 'call'>) => ({
    hypothesis: { detail: '', call: other.call },
    words: '',
    lines: '',
    again,
  });
  return { ...again({ call }), right: (at) => reference.data[at] as number };
}

/** The elements of a channel that are looked at before the others, and how far off they may be, as a share of the range. */
const looked = 16;
const looseTolerance = 1e-2;

/** The fewest elements of a channel that a line has to meet. */
const fewest = 4;

/**
 * Fits the factor and the offset of a channel to two elements, those with the smallest and the largest right value from
 * which the argument of the activation can be told. Returns null if there are too few such elements.
 */
function fitted(
  target: DiagnosisTarget,
  right: AffineBase['right'],
  boundAt: (at: number) => number,
  channel: number,
  after: FollowingActivation | null,
): ChannelFit | null {
  const { actual, geometry } = target;
  const { columns, cout, n } = geometry;
  const argument = (at: number): number | null => {
    const value = actual.data[at] as number;
    return after === null ? value : argumentOf(after, value);
  };
  let [low, high, count] = [-1, -1, 0];
  let [from, to] = [0, 0];
  let isConstant = true;
  const firstAt = channel * columns;
  for (let image = 0; image < n; image++) {
    const begin = (image * cout + channel) * columns;
    for (let at = begin; at < begin + columns; at++) {
      const [value, yours] = [right(at), actual.data[at] as number];
      if (yours !== actual.data[firstAt]) isConstant = false;
      if (!Number.isFinite(value) || !Number.isFinite(yours) || !isTelling(after, yours)) continue;
      count += 1;
      if (low < 0 || value < from) [low, from] = [at, value];
      if (high < 0 || value > to) [high, to] = [at, value];
    }
  }
  if (after !== null && isConstant) return { constant: actual.data[firstAt] as number };
  if (count < fewest) return null;
  const [yours, others] = [argument(low), argument(high)];
  const bounds = [boundAt(low), boundAt(high)] as const;
  // A constant channel has no factor.
  if (yours === null || others === null || to - from <= 4 * (bounds[0] + bounds[1])) return null;
  const factor = (others - yours) / (to - from);
  const offset = yours - factor * from;
  // Between two points a line is off by no more than at the points.
  const slack = Math.abs(factor) * Math.max(...bounds);
  const made = (at: number): number => {
    const line = factor * right(at) + offset;
    return after === null ? line : after.value(line);
  };
  // Most outputs are no such function of the right one, which a few elements show.
  const apart = looseTolerance * Math.abs((actual.data[high] as number) - (actual.data[low] as number));
  const step = Math.max(1, Math.floor(columns / looked));
  for (let at = firstAt; at < firstAt + columns; at += step)
    if (Math.abs(made(at) - (actual.data[at] as number)) > apart) return null;
  const roundoffs = after === null ? 0 : Math.max(roundoffsOf(after, yours), roundoffsOf(after, others));
  return { factor, offset, slack, roundoffs, from, to };
}

/** Returns true if an activation's argument can be told from its value. */
function isTelling(after: FollowingActivation | null, value: number): boolean {
  if (after === null) return true;
  const { rising } = after;
  return rising !== null && value > after.value(rising[0]) && value < after.value(rising[1]);
}

/** Yields the call with every channel scaled and shifted, and an activation after it unless that is null. */
export function* affineHypotheses(
  target: DiagnosisTarget,
  after: FollowingActivation | null,
  base: AffineBase = plainBase(target),
): Iterable<Hypothesis> {
  const { actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const { cout, columns, n } = geometry;
  // Two elements give the numbers; the others have to follow.
  if (n * columns < fewest) return;
  const own = predict(base.hypothesis, target.rounding);
  if (own === null) return;
  const found: ChannelFit[] = [];
  for (let channel = 0; channel < cout; channel++) {
    const one = fitted(target, base.right, (at) => own.at(at).bound, channel, after);
    if (one === null) return;
    found.push(one);
  }
  // Of a constant, as a filled buffer has, the right output says nothing.
  if (2 * found.filter((fit) => 'factor' in fit && fit.factor !== 0).length < found.length) return;
  yield affineBehind(base, found, after);
}

/** Returns how far the roundings of an activation move its argument, as a multiple of the unit roundoff. */
function roundoffsOf({ value, slope, roundings }: FollowingActivation, argument: number): number {
  const apart = 1e-4 * (1 + Math.abs(argument));
  const rise = (value(argument + apart) - value(argument - apart)) / (2 * apart);
  // The value itself is rounded once as it is stored.
  return ((roundings + 1) * (Math.abs(value(argument)) + slope * Math.abs(argument))) / Math.max(rise, 1e-3);
}

/** The most channels whose numbers are written out. */
const mostListed = 4;
/** The most channels whose numbers are written as code. */
const mostInCode = 16;

function affineBehind(
  base: Omit<AffineBase, 'right'>,
  found: readonly ChannelFit[],
  after: FollowingActivation | null,
): Hypothesis {
  const following: Following = (before, channel, roundoff) => {
    const fit = found[channel] as ChannelFit;
    if ('constant' in fit) return { value: fit.constant, bound: 0 };
    const { factor, offset, slack, roundoffs, from, to } = fit;
    // Of the factor, the product, the offset and the sum, both where the numbers were fitted and where they are used.
    const line = applied(
      before,
      { value: (value) => value * factor + offset, slope: Math.abs(factor), roundings: 8 },
      roundoff,
    );
    const beyond = Math.max(0, from - before.value, before.value - to) / (to - from);
    const made = { ...line, bound: line.bound + (slack + roundoffs * roundoff) * (1 + 2 * beyond) };
    return after === null ? made : applied(made, after, roundoff);
  };
  const lines = found.map((fit) => ('factor' in fit ? fit : { factor: 0, offset: fit.constant }));
  const shown = lines
    .slice(0, mostListed)
    .map(
      ({ factor, offset }, channel) =>
        `channel ${channel} · ${shortNumber(factor)} ${offset < 0 ? '−' : '+'} ${shortNumber(Math.abs(offset))}`,
    );
  const factors = lines.map(({ factor }) => factor);
  const list = (values: readonly number[]): string => `torch.tensor([${values.join(', ')}]).reshape(-1, 1, 1)`;
  const code = `y = y * ${list(factors)} + ${list(lines.map(({ offset }) => offset))}`;
  const numbers = shown.join(', ') + (found.length > mostListed ? ', …' : '');
  const steps = [base.lines, code, ...(after === null ? [] : [after.code])].filter((line) => line !== '');
  return {
    ...base.hypothesis,
    detail: [base.words, numbers, after === null ? '' : after.detail].filter((text) => text !== '').join('; then '),
    following,
    fitted: 2 * found.length,
    words: { what: 'factor of a channel', yours: factors, required: factors.map(() => 1) },
    code: found.length > mostInCode ? null : afterwards(steps.join('\n-')),
    again: (other) => {
      const alike = other.geometry.cout === found.length ? base.again(other) : null;
      return alike && affineBehind(alike, found, after);
    },
  };
}
