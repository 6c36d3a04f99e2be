import type { Call } from '../../../core/call.ts';
import { isSameShape } from '../../../core/tensor.ts';
import { mappedLater } from '../../model/edits.ts';
import type { FixCode } from '../../model/fixCode.ts';
import type { Hypothesis, Predicted } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { beforehand } from '../code.ts';
import { weightNormalizations } from '../following/normalizations.ts';
import { statisticsOf } from '../following/setStatistics.ts';
import { flatWeightIndex, weightProbe } from '../weightProbe.ts';
import { type LowBits, plainBits, scaledBits, type NumberSpread, spreadOf } from './lowBits.ts';
import { weightBlocks, type WeightSharing, weightSets } from './weightSets.ts';

// A weight that was rounded to few values, or normalized, on its way into the call.

/** A weight in another form, element by element. */
export interface WeightForm {
  readonly detail: string;
  readonly at: (at: number) => number;
  /** The roundings of a weight in this form, if it is not one of few values. */
  readonly roundings?: number;
  readonly code: FixCode | null;
}

/** Returns the hypothesis that a call was computed with another form of its weight. */
function withForm(call: Call, { detail, at, roundings = 0, code }: WeightForm): Hypothesis {
  return {
    detail,
    call: { ...call, weight: mappedLater(call.weight, (_, index) => at(index)) },
    roundings,
    words: { what: 'weight', yours: detail, required: 'as it is' },
    code,
  };
}

/** Yields the forms of a weight that may have made the output, by a few elements of it. */
function* likely(target: DiagnosisTarget, forms: (call: Call) => Iterable<WeightForm>): Iterable<Hypothesis> {
  const { call, actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape) || !call.weight.data.every(Number.isFinite)) return;
  const indexOf = flatWeightIndex(geometry);
  const looks = weightProbe(target);
  for (const form of forms(call)) {
    const isNear = looks((g, i, o, ky, kx) => form.at(indexOf(g, i, o, ky, kx)));
    if (isNear) yield withForm(call, form);
  }
}

/** Returns a function that gives the spread of the weights of a set, when it is first asked for. */
function spreadsOf({ weight: { data } }: Call, { sets }: WeightSharing): (set: number) => NumberSpread {
  const known = new Map<number, NumberSpread>();
  return (set) => {
    const found = known.get(set) ?? spreadOf((each) => sets.visit(set, (at) => each(data[at] as number)));
    known.set(set, found);
    return found;
  };
}

/** Returns a function that rounds a weight of a set, given by its number. */
function rounderOf(
  spread: (set: number) => NumberSpread,
  { rounder }: LowBits,
): (set: number, value: number) => number {
  const known = new Map<number, (value: number) => number>();
  return (set, value) => {
    const round = known.get(set) ?? rounder(spread(set));
    known.set(set, round);
    return round(value);
  };
}

/** Returns a tensor in code, reduced over some axes with the axes kept. */
const over =
  (dims: string) =>
  (reduction: 'amax' | 'mean', of: string): string =>
    `${of}.${reduction}(${dims}, keepdim=True)`;

function roundedIn(
  { weight: { data } }: Call,
  { words, sets, dims }: WeightSharing,
  spread: (set: number) => NumberSpread,
  bits: LowBits,
): WeightForm {
  const round = rounderOf(spread, bits);
  return {
    detail: `${bits.title} ${words}`,
    at: (at) => round(sets.setOf(at), data[at] as number),
    code: dims === null || bits.code === null ? null : beforehand(`w = ${bits.code('w', over(dims))}`),
  };
}

/** Yields a weight in each form of few bits, over each of the sets that have a scale. */
export function* roundedWeights(call: Call, forms: readonly LowBits[]): Iterable<WeightForm> {
  const { data } = call.weight;
  for (const { title, rounder, code } of forms.filter(({ isPlain }) => isPlain)) {
    const round = rounder({ least: 0, most: 0, meanSize: 0 });
    const line = code?.('w', () => '') ?? null;
    yield {
      detail: title,
      at: (at) => round(data[at] as number),
      code: line === null ? null : beforehand(`w = ${line}`),
    };
  }
  const scaled = forms.filter(({ isPlain }) => isPlain !== true);
  if (scaled.length === 0) return;
  for (const sharing of [...weightSets(call), ...weightBlocks(call)]) {
    const spread = spreadsOf(call, sharing);
    for (const bits of scaled) yield roundedIn(call, sharing, spread, bits);
  }
}

const roundedForms = (call: Call): Iterable<WeightForm> => roundedWeights(call, [...plainBits, ...scaledBits]);

/** The roundings of a normalized weight: of its norm, and of the quotient. */
const normalizedRoundings = 4;

function* normalizedForms(call: Call): Iterable<WeightForm> {
  const { data } = call.weight;
  const read = (at: number): Predicted => ({ value: data[at] as number, bound: 0 });
  // A norm of all of the weight is one factor, which has a name of its own.
  const [all, ...parts] = weightSets(call);
  for (const { sets, dims, words } of [...parts, ...(all === undefined ? [] : [all])]) {
    const statistics = statisticsOf(data, sets);
    for (const how of weightNormalizations) {
      yield {
        detail: `${how.title.replace(/\by\b/g, 'w')} ${words}`,
        at: (at) => how.made(read(at), statistics(sets.setOf(at), read), 0).value,
        roundings: normalizedRoundings,
        code: dims === null ? null : beforehand(`w = ${how.code(dims).replace(/\by\b/g, 'w')}`),
      };
    }
  }
}

const countOf =
  (forms: (call: Call) => Iterable<WeightForm>) =>
  ({ call, actual, reference }: DiagnosisTarget): number =>
    isSameShape(actual.shape, reference.shape) ? [...forms(call)].length : 0;

export const weightFormMistakes: readonly Mistake[] = [
  {
    id: 'weight-few-bits',
    title: 'The weight was rounded to few bits',
    means: 'w in 1 to 8 bits: integers times a scale, float8, fixed point',
    place: 'weight',
    known: [],
    fix: 'Compare with a reference computed from the dequantized weight.',
    code: null,
    general: true,
    alone: true,
    alternatives: countOf(roundedForms),
    *hypotheses(target) {
      yield* likely(target, roundedForms);
    },
  },
  {
    id: 'weight-normalized',
    title: 'The weight was normalized',
    means: 'weight norm, demodulation, weight standardization',
    place: 'weight',
    known: [],
    fix: 'Pass the weight after its weight norm or standardization, and check that the norm is applied exactly once.',
    code: null,
    general: true,
    alone: true,
    alternatives: countOf(normalizedForms),
    *hypotheses(target) {
      yield* likely(target, normalizedForms);
    },
  },
];
