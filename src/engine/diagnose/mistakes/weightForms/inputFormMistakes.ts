import type { Call } from '../../../core/call.ts';
import { isSameShape } from '../../../core/tensor.ts';
import { mappedLater } from '../../model/edits.ts';
import type { FixCode } from '../../model/fixCode.ts';
import type { Hypothesis, Predicted } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { beforehand } from '../code.ts';
import { normalizedSets, tupleOf } from '../following/elementSets.ts';
import { normalizations } from '../following/normalizations.ts';
import { normalizationWords } from '../following/normalized.ts';
import { statisticsOf } from '../following/setStatistics.ts';
import { operandProbe, flatWeightIndex } from '../weightProbe.ts';
import { type LowBits, plainBits, scaledBits, type NumberSpread, spreadOf } from './lowBits.ts';
import { roundedWeights, type WeightForm } from './weightFormMistakes.ts';

// An input that was rounded to few values, or normalized, on its way into the call.

/** An input in another form, element by element, and a weight in another form if that differs, too. */
interface InputForm {
  readonly detail: string;
  readonly at: (at: number) => number;
  readonly weight: WeightForm | null;
  readonly code: FixCode | null;
}

/** Yields the forms of an input that may have made the output, by a few elements of it. */
function* likely(
  target: DiagnosisTarget,
  forms: (target: DiagnosisTarget) => Iterable<InputForm>,
): Iterable<Hypothesis> {
  const { call, actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  if (!call.input.data.every(Number.isFinite)) return;
  const indexOf = flatWeightIndex(geometry);
  const looks = operandProbe(target);
  for (const { detail, at, weight, code } of forms(target)) {
    const isNear = looks({
      inputAt: at,
      ...(weight && {
        weightAt: (g, i, o, ky, kx) => weight.at(indexOf(g, i, o, ky, kx)),
      }),
    });
    if (!isNear) continue;
    yield {
      detail,
      call: {
        ...call,
        input: mappedLater(call.input, (_, index) => at(index)),
        ...(weight && { weight: mappedLater(call.weight, (_, index) => weight.at(index)) }),
      },
      words: { what: 'input', yours: detail, required: 'as it is' },
      code,
    };
  }
}

/** The numbers of bits that an input and a weight have together. */
const both = scaledBits.filter(({ isForBoth }) => isForBoth === true);
const plainBoth = plainBits.filter(({ isForBoth }) => isForBoth === true);

/** Returns a function that rounds the input with one scale for all of it. */
function inputRounder({ input: { data } }: Call): (bits: LowBits) => (at: number) => number {
  let spread: NumberSpread | null = null;
  return ({ rounder }) => {
    let round: ((value: number) => number) | null = null;
    return (at) => {
      spread ??= spreadOf((each) => {
        for (const value of data) each(value);
      });
      return (round ??= rounder(spread))(data[at] as number);
    };
  };
}

function* roundedForms({ call }: DiagnosisTarget): Iterable<InputForm> {
  const rounded = inputRounder(call);
  for (const bits of [...plainBits, ...scaledBits]) {
    const line = bits.code?.('x', (reduction, of) => `${of}.${reduction}()`) ?? null;
    const code = line === null ? null : beforehand(`x = ${line}`);
    yield { detail: bits.title, at: rounded(bits), weight: null, code };
  }
  const weights = [...roundedWeights(call, both)];
  for (const bits of [...plainBoth, ...both]) {
    const at = rounded(bits);
    for (const weight of bits.isPlain === true ? roundedWeights(call, [bits]) : weights)
      yield { detail: `${bits.title}, and the weight: ${weight.detail}`, at, weight, code: null };
  }
}

function* normalizedForms({ call, geometry }: DiagnosisTarget): Iterable<InputForm> {
  const { data } = call.input;
  const { n, cin, h, w } = geometry;
  const read = (at: number): Predicted => ({ value: data[at] as number, bound: 0 });
  const sizes = { n, cout: cin, h: { outputSize: h.inputSize }, w: { outputSize: w.inputSize } };
  for (const sets of normalizedSets(sizes)) {
    const statistics = statisticsOf(data, sets);
    const dims = tupleOf(sets);
    for (const plain of normalizations) {
      const withEpsilon = [1e-5, 1e-8].flatMap((epsilon) => plain.withEpsilon?.(epsilon) ?? []);
      for (const how of [plain, ...withEpsilon]) {
        const line = how.code(dims).replace(/\by\b/g, 'x');
        yield {
          detail: normalizationWords(how, sets).replace(/\by\b/g, 'x'),
          at: (at) => how.made(read(at), statistics(sets.setOf(at), read), 0).value,
          weight: null,
          code: sets.groups === 1 ? beforehand(`x = ${line}`) : null,
        };
      }
    }
  }
}

const countOf =
  (forms: (target: DiagnosisTarget) => Iterable<InputForm>) =>
  (target: DiagnosisTarget): number =>
    isSameShape(target.actual.shape, target.reference.shape) ? [...forms(target)].length : 0;

export const inputFormMistakes: readonly Mistake[] = [
  {
    id: 'input-few-bits',
    title: 'The input was rounded to few bits',
    means: 'x in 1 to 8 bits, perhaps the weight as well',
    place: 'input',
    known: [],
    fix: 'Compare with a reference computed from the dequantized input, and from the dequantized weight if that was rounded as well.',
    code: null,
    general: true,
    alone: true,
    alternatives: countOf(roundedForms),
    *hypotheses(target) {
      yield* likely(target, roundedForms);
    },
  },
  {
    id: 'input-normalized',
    title: 'The input was normalized',
    means: 'a batch, instance, layer or L2 norm, a softmax before the layer',
    place: 'input',
    known: [],
    fix: 'Give the call the values before the normalization, or compare with the call on the normalized input.',
    code: null,
    general: true,
    alone: true,
    alternatives: countOf(normalizedForms),
    *hypotheses(target) {
      yield* likely(target, normalizedForms);
    },
  },
];
