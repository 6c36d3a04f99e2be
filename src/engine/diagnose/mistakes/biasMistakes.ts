import type { Call } from '../../core/call.ts';
import { elementCount, isSameShape, type Tensor } from '../../core/tensor.ts';
import { unfoldCode } from '../model/fixCode.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { predict, type Prediction } from '../search/evaluate.ts';
import { nearby, shortNumber } from '../model/shortNumber.ts';
import { afterwards, biasCode, biasLine } from './code.ts';
import { matchTolerance, precisionTolerance } from './looksLike.ts';

/** Returns the call with the bias of each channel computed from the channel. */
function withBias(call: Call, bias: Tensor, value: (channel: number) => number): Call {
  return { ...call, bias: { ...bias, data: bias.data.map((_, c) => value(c)) } as Tensor };
}

/** The most channels whose bias is written out. */
const mostListed = 8;

/** Returns, for every channel, the constant by which the output differs from the right one; null if it is none. */
function constantsOf(target: DiagnosisTarget): readonly number[] | null {
  const { actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return null;
  const { cout, columns, n } = geometry;
  const sums = new Float64Array(cout);
  const [least, most] = [new Float64Array(cout).fill(Infinity), new Float64Array(cout).fill(-Infinity)];
  const total = elementCount(actual.shape);
  let largest = 0;
  for (let at = 0; at < total; at++) largest = Math.max(largest, Math.abs(reference.data[at] as number));
  const tolerance = precisionTolerance(target);
  for (let at = 0; at < total; at++) {
    const apart = (actual.data[at] as number) - (reference.data[at] as number);
    // A NaN is left to the other mistakes.
    if (!Number.isFinite(apart)) return null;
    const c = Math.floor(at / columns) % cout;
    const low = Math.min(least[c] as number, apart);
    const high = Math.max(most[c] as number, apart);
    // No constant, which most outputs show at once: other elements only widen the range.
    if (high - low > tolerance * Math.max(largest, Math.abs(low))) return null;
    sums[c] = (sums[c] as number) + apart;
    least[c] = low;
    most[c] = high;
  }
  // Beside a constant that is so large, rounding leaves nothing of the right values.
  if (least.some((low) => Math.abs(low) > largest / matchTolerance)) return null;
  return n * columns > 1 ? [...sums].map((sum) => sum / (n * columns)) : null;
}

/** Returns the bias whose value each channel has in place of its own; null if some channel has none of them. */
function placesOf(bias: Tensor, constants: readonly number[], tolerance: number): readonly number[] | null {
  const largest = Math.max(...bias.data.map(Math.abs), 0);
  const places = constants.map((constant, c) => {
    const value = (bias.data[c] as number) + constant;
    const apart = (place: number): number => Math.abs((bias.data[place] as number) - value);
    const nearest = constants.reduce((best, _, place) => (apart(place) < apart(best) ? place : best), c);
    return apart(nearest) <= tolerance * largest ? nearest : -1;
  });
  return places.every((place) => place >= 0) ? places : null;
}

function* elsewhere(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call } = target;
  const { bias } = call;
  const constants = bias === null ? null : constantsOf(target);
  const places = bias === null || constants === null ? null : placesOf(bias, constants, precisionTolerance(target));
  if (bias === null || places === null || places.every((place, c) => place === c)) return;
  const moved = places.flatMap((place, c) => (place === c ? [] : [`channel ${c} has b[${place}]`]));
  const made = (other: Call, own: Tensor): Call => withBias(other, own, (c) => own.data[places[c] as number] as number);
  yield {
    detail: moved.slice(0, mostListed).join(', ') + (moved.length > mostListed ? ', …' : ''),
    call: made(call, bias),
    fitted: places.length,
    code: places.length > 2 * mostListed ? null : biasCode(`y = y + b[[${places.join(', ')}]].reshape(-1, 1, 1)`),
    again: ({ call: other }) =>
      other.bias?.data.length === places.length ? { detail: moved.join(', '), call: made(other, other.bias) } : null,
  };
}

/** Finds a bias that is none of the call's: the constant of every channel is chosen by the output. */
function* otherBias(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, geometry } = target;
  const constants = constantsOf(target);
  const own = predict({ detail: '', call }, target.rounding);
  // Four elements of a channel: one gives the constant.
  if (constants === null || own === null || geometry.n * geometry.columns < 4) return;
  const slacks = slacksOf(target, own);
  const isChanged = constants.some((constant, c) => Math.abs(constant) > 4 * (slacks[c] as number));
  if (isChanged) yield biasBy(call, constants, slacks);
}

/** Returns how far the constant of every channel may be off: the rounding of its largest value. */
function slacksOf(target: DiagnosisTarget, own: Pick<Prediction, 'at'>): readonly number[] {
  return Array.from({ length: target.geometry.cout }, (_, c) => own.at(largestIn(target, c)).bound);
}

/** Returns the flat index of the element of a channel with the largest right value. */
function largestIn({ geometry: { n, cout, columns }, reference: { data } }: DiagnosisTarget, channel: number): number {
  let largest = channel * columns;
  for (let image = 0; image < n; image++) {
    const from = (image * cout + channel) * columns;
    for (let at = from; at < from + columns; at++)
      if (Math.abs(data[at] as number) > Math.abs(data[largest] as number)) largest = at;
  }
  return largest;
}

/** Returns the hypothesis that the bias of every channel is off by a constant, which is known but for a slack. */
function biasBy(call: Call, constants: readonly number[], slacks: readonly number[]): Hypothesis {
  const shown = constants
    .slice(0, mostListed)
    .map((constant, c) => `channel ${c} ${constant < 0 ? '−' : '+'} ${shortNumber(Math.abs(constant))}`);
  const list = constants.map((constant) => shortNumber(constant)).join(', ');
  return {
    detail: shown.join(', ') + (constants.length > mostListed ? ', …' : ''),
    call,
    following: ({ value, bound }, channel, roundoff) => {
      const made = value + (constants[channel] as number);
      return {
        value: made,
        bound: bound + (slacks[channel] as number) + 4 * roundoff * (Math.abs(value) + Math.abs(made)),
      };
    },
    fitted: constants.length,
    words: { what: 'yours − expected', yours: constants, required: constants.map(() => 0) },
    code: constants.length > 2 * mostListed ? null : afterwards(`y = y + torch.tensor([${list}]).reshape(-1, 1, 1)`),
    again: ({ call: other, geometry }) =>
      geometry.cout === constants.length ? biasBy(other, constants, slacks) : null,
  };
}

/**
 * Returns the hypothesis that the bias was multiplied by a factor before it was added. The factor is known but for the
 * slack of every channel; exactly if there is none.
 */
function scaledBias(call: Call, factor: number, slacks: readonly number[] | null = null): Hypothesis | null {
  const { bias } = call;
  if (bias === null) return null;
  return {
    detail: `by ${shortNumber(factor)}`,
    call: withBias(call, bias, (c) => factor * (bias.data[c] as number)),
    ...(slacks && {
      following: ({ value, bound }, channel) => ({ value, bound: bound + (slacks[channel] as number) }),
    }),
    words: { what: 'factor of the bias', yours: [factor], required: [1] },
    fitted: 1,
    code: biasCode(`y = y + ${factor} * b.reshape(-1, 1, 1)`),
    again: ({ call: other }) => scaledBias(other, factor),
  };
}

function* scaled(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { bias } = target.call;
  const constants = bias === null ? null : constantsOf(target);
  if (bias === null || constants === null) return;
  const { data } = bias;
  // Any constant is a multiple of a single number.
  if (new Set(data.filter((value) => value !== 0).map(Math.abs)).size < 2) return;
  let largest = 0;
  for (let c = 1; c < data.length; c++) if (Math.abs(data[c] ?? 0) > Math.abs(data[largest] ?? 0)) largest = c;
  const factor = 1 + (constants[largest] as number) / (data[largest] as number);
  if (!Number.isFinite(factor)) return;
  // No bias, the bias twice and its negative have names of their own.
  const nearest = nearby(factor);
  if (Math.abs(nearest) <= matchTolerance || nearest === 2 || nearest === -1) return;
  const own = predict({ detail: '', call: target.call }, target.rounding);
  for (const each of nearest === factor ? [factor] : [nearest, factor]) {
    const found = scaledBias(target.call, each, own && slacksOf(target, own));
    if (found !== null) yield found;
  }
}

/** Returns the hypothesis that these channels have no bias; null if the call has other channels. */
function withoutBiasIn(call: Call, channels: readonly number[], count: number): Hypothesis | null {
  const { bias } = call;
  if (bias?.data.length !== count) return null;
  const named = `${channels.length === 1 ? 'channel' : 'channels'} ${channels.slice(0, mostListed).join(', ')}`;
  return {
    detail: named + (channels.length > mostListed ? ', …' : ''),
    call: withBias(call, bias, (c) => (channels.includes(c) ? 0 : (bias.data[c] as number))),
    words: { what: 'channels with a bias', yours: [count - channels.length], required: [count] },
    fitted: count,
    code: unfoldCode(` y = Y.reshape(N, Cout, Ho, Wo)\n-b[[${channels.join(', ')}]] = 0\n ${biasLine}`),
    again: ({ call: other }) => withoutBiasIn(other, channels, count),
  };
}

function* partlyMissing(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { bias } = target.call;
  const constants = bias === null ? null : constantsOf(target);
  if (bias === null || constants === null) return;
  const largest = Math.max(...bias.data.map(Math.abs), 0);
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= precisionTolerance(target) * largest;
  const missing = constants.flatMap((constant, c) => (isNear(constant, -(bias.data[c] as number)) ? [c] : []));
  const isRest = constants.every((constant, c) => missing.includes(c) || isNear(constant, 0));
  if (!isRest || missing.length === 0 || missing.length === constants.length) return;
  const found = withoutBiasIn(target.call, missing, constants.length);
  if (found !== null) yield found;
}

export const biasMistakes: readonly Mistake[] = [
  {
    id: 'bias-of-first-group',
    title: 'Every group has the bias of the first one',
    means: 'b[c mod Cout/groups]',
    place: 'output',
    known: [],
    fix: 'Add bias[c] with c counted over all groups: b[g·Cout/groups + j] for channel j of group g.',
    code: biasCode('y = y + b[: Cout // groups].repeat(groups).reshape(-1, 1, 1)'),
    *hypotheses({ call, geometry: { coutPerGroup } }) {
      const { bias } = call;
      if (bias === null || call.params.groups === 1) return;
      yield { detail: '', call: withBias(call, bias, (c) => bias.data[c % coutPerGroup] as number) };
    },
  },
  {
    id: 'bias-first-for-all',
    title: 'Every channel has the bias of the first one',
    means: 'b[0]',
    place: 'output',
    known: [],
    fix: 'Add bias[c] to every element of output channel c.',
    code: biasCode('y = y + b[0]'),
    alone: true,
    *hypotheses({ call, geometry: { coutPerGroup } }) {
      const { bias } = call;
      // With one channel in a group, that is the bias of the first group.
      if (bias === null || bias.data.length < 2 || (call.params.groups > 1 && coutPerGroup === 1)) return;
      yield { detail: '', call: withBias(call, bias, () => bias.data[0] as number) };
    },
  },
  {
    id: 'bias-subtracted',
    title: 'The bias was subtracted',
    means: 'y − b',
    place: 'output',
    known: [],
    fix: 'Add bias[c] to every element of output channel c.',
    code: biasCode('y = y - b.reshape(-1, 1, 1)'),
    alone: true,
    *hypotheses({ call }) {
      const { bias } = call;
      if (bias !== null) yield { detail: '', call: withBias(call, bias, (c) => -(bias.data[c] as number)) };
    },
  },
  {
    id: 'bias-partly-missing',
    title: 'Some channels have no bias',
    means: 'b[c] = 0 for some c',
    place: 'output',
    known: [],
    fix: 'Add bias[c] to every element of output channel c, of all groups.',
    code: null,
    fromOutput: true,
    alone: true,
    general: true,
    hypotheses: partlyMissing,
  },
  {
    id: 'bias-scaled',
    title: 'The bias was multiplied by a factor',
    means: 'f · b',
    place: 'output',
    known: [],
    fix: 'Add the bias once, after the sums are complete and scaled: a bias inside the loop or before a scale is multiplied with them.',
    code: null,
    fromOutput: true,
    measures: true,
    alone: true,
    general: true,
    hypotheses: scaled,
  },
  {
    id: 'bias-elsewhere',
    title: 'The bias was added to other channels',
    means: 'b of another channel',
    place: 'output',
    known: [],
    fix: 'Add bias[c] to every element of output channel c.',
    code: null,
    fromOutput: true,
    alone: true,
    general: true,
    hypotheses: elsewhere,
  },
  {
    id: 'bias-other',
    title: 'Another bias was added',
    means: 'yours − expected is one constant per channel',
    place: 'output',
    known: [],
    fix: 'Add bias[c] to every element of output channel c. Every channel of yours is off by one constant: look for a bias of another layer, or an offset that was folded into the bias.',
    code: null,
    fromOutput: true,
    measures: true,
    alone: true,
    general: true,
    hypotheses: otherBias,
  },
];
