import type { Call } from '../../core/call.ts';
import { isSameShape } from '../../core/tensor.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { mappedLater } from '../model/edits.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { nearby, shortNumber } from '../model/shortNumber.ts';
import { predict } from '../search/evaluate.ts';
import { beforehand } from './code.ts';
import { precisionTolerance } from './looksLike.ts';

// A mistake that changes every number of the input by a factor and an offset.

/** The elements that a factor and an offset are fitted to. */
const fittedElements = 256;
/** How far, relative to its value, a fitted number may be from a short one that stands for it. */
const shortTolerance = 1e-5;

/** Returns the bias of the channel of an output element; 0 without a bias. */
const biasAt = ({ bias }: Call, { columns, cout }: Geometry, at: number): number =>
  bias?.data[Math.floor(at / columns) % cout] ?? 0;

/**
 * Fits a and c to some elements of an output, so that it is the output for the input a·x + c; null if there are none: the
 * sums of the kernels' weights, which c is multiplied by, are all 0, or the elements are not such an output.
 */
function fittedInput(target: DiagnosisTarget): readonly [a: number, c: number] | null {
  const { call, actual, reference, geometry } = target;
  const ones = predict({ detail: '', call: { ...call, input: mappedLater(call.input, () => 1), bias: null } });
  if (ones === null) return null;
  const total = actual.data.length;
  const count = Math.min(fittedElements, total);
  const rows = Array.from({ length: count }, (_, i) => {
    const at = Math.floor(((i + 0.5) * total) / count);
    const bias = biasAt(call, geometry, at);
    return {
      sum: (reference.data[at] as number) - bias,
      one: ones.at(at).value,
      value: (actual.data[at] as number) - bias,
    };
  });
  const dot = (f: (row: (typeof rows)[number]) => number): number => rows.reduce((all, row) => all + f(row), 0);
  const [ss, so, oo] = [dot(({ sum }) => sum * sum), dot(({ sum, one }) => sum * one), dot(({ one }) => one * one)];
  const [sv, ov] = [dot(({ sum, value }) => sum * value), dot(({ one, value }) => one * value)];
  const determinant = ss * oo - so * so;
  if (!(determinant > 1e-9 * ss * oo)) return null;
  const a = nearby((sv * oo - ov * so) / determinant, shortTolerance);
  // x·a + c, or (x + c/a)·a, as a mean is subtracted.
  const whole = nearby((ov * ss - sv * so) / determinant, shortTolerance);
  const mean = nearby(whole / a, shortTolerance);
  const c = Number.isInteger(whole) ? whole : mean * a;
  const largest = rows.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0);
  const isNear = rows.every(
    ({ sum, one, value }) => Math.abs(a * sum + c * one - value) <= precisionTolerance(target) * largest,
  );
  return isNear && a !== 0 && Math.abs(c) > shortTolerance ? [a, c] : null;
}

function* shiftedInput(target: DiagnosisTarget): Iterable<Hypothesis> {
  if (!isSameShape(target.actual.shape, target.reference.shape)) return;
  const fit = fittedInput(target);
  if (fit !== null) yield shiftedInputBy(target.call, fit);
}

/** The id of the mistake whose variants are {@link shiftedInputBy}. */
export const shiftedInputId = 'input-shifted';

/** Returns the hypothesis that the input was x·a + c. */
export function shiftedInputBy(call: Call, [a, c]: readonly [number, number]): Hypothesis {
  const factor = a === 1 ? 'x' : a === -1 ? '−x' : `x·${shortNumber(a)}`;
  const detail = `${factor} ${c < 0 ? '−' : '+'} ${shortNumber(Math.abs(c))}`;
  return {
    detail,
    call: { ...call, input: mappedLater(call.input, (x) => x * a + c) },
    fitted: 2,
    words: { what: 'input', yours: detail, required: 'x' },
    code: beforehand(`x = x * ${a} + ${c}`),
    again: (other) => shiftedInputBy(other.call, [a, c]),
  };
}

export const inputShiftMistakes: readonly Mistake[] = [
  {
    id: shiftedInputId,
    title: 'The input was scaled and shifted',
    means: 'x times a constant, plus another',
    place: 'input',
    known: [],
    fix: 'Pass the same input to both: one of them was normalized.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    hypotheses: shiftedInput,
  },
];
