import type { Call } from '../../../core/call.ts';
import { isSameShape } from '../../../core/tensor.ts';
import type { Hypothesis } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { nearby, shortNumber } from '../../model/shortNumber.ts';
import { afterwards } from '../code.ts';
import { isRightOutput, precisionTolerance } from '../looksLike.ts';

// Sums that left the range of an integer, and went on at its other end.

/** A range of numbers, from `least` on, `period` long. */
interface WrappedRange {
  readonly least: number;
  readonly period: number;
}

/** Numbers of bits that accumulators and outputs have. */
const widths = [4, 8, 12, 16, 24, 32];

function rangeWords({ least, period }: WrappedRange): string {
  const bits = widths.find((width) => 2 ** width === period);
  const shown = (value: number): string => shortNumber(value).replace('-', '−');
  if (bits !== undefined) return `to ${bits} bits, ${String(least).replace('-', '−')} … ${least + period - 1}`;
  return `to ${shown(least)} … ${shown(least + period)}`;
}

function wrappedTo(call: Call, range: WrappedRange): Hypothesis {
  const { least, period } = range;
  const detail = rangeWords(range);
  return {
    detail,
    call,
    following: ({ value, bound: own }, _, roundoff) => {
      const place = (value - least) / period;
      const made = value - period * Math.floor(place);
      const bound = own + 2 * roundoff * (Math.abs(value) + period);
      // At the end of the range, rounding decides at which end a value is.
      const fromEnd = Math.abs(place - Math.round(place)) * period;
      return { value: made, bound: bound + (fromEnd > 0 && fromEnd <= bound ? period : 0) };
    },
    fitted: 1,
    words: { what: 'range of the output', yours: detail, required: 'all numbers' },
    code: afterwards(`y = (y - ${least}) % ${period} + ${least}`),
    again: (other) => wrappedTo(other.call, range),
  };
}

/** Returns the range to which an output is wrapped; null if there is none. */
function rangeOf(target: DiagnosisTarget): WrappedRange | null {
  const { actual, reference } = target;
  const tolerance = precisionTolerance(target);
  let [shortest, low, high, largest] = [Infinity, Infinity, -Infinity, 0];
  for (let at = 0; at < actual.data.length; at++) {
    const [yours, right] = [actual.data[at] as number, reference.data[at] as number];
    if (!Number.isFinite(yours)) return null;
    const apart = Math.abs(yours - right);
    if (apart > tolerance * (1 + Math.abs(right))) shortest = Math.min(shortest, apart);
    [low, high, largest] = [Math.min(low, yours), Math.max(high, yours), Math.max(largest, Math.abs(right))];
  }
  if (!Number.isFinite(shortest)) return null;
  const whole = 2 ** Math.round(Math.log2(shortest));
  const period = Math.abs(whole - shortest) <= tolerance * whole ? whole : nearby(shortest, tolerance);
  const slack = tolerance * period;
  const least = [-period / 2, 0].find((from) => low >= from - slack && high <= from + period + slack);
  if (least === undefined || largest < period / 2 - slack) return null;
  const isWhole = actual.data.every((yours, at) => {
    const turns = (yours - (reference.data[at] as number)) / period;
    return Math.abs(turns - Math.round(turns)) <= 4 * tolerance * Math.max(1, Math.abs(turns));
  });
  return isWhole ? { least, period } : null;
}

function* wrapped(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, actual, reference } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const range = isRightOutput(target) ? { least: -2, period: 4 } : rangeOf(target);
  if (range !== null) yield wrappedTo(call, range);
}

export const wrappedMistakes: readonly Mistake[] = [
  {
    id: 'wrapped-around',
    title: 'The sums left the range of an integer and wrapped around',
    means: 'y modulo 2⁸ or 2¹⁶',
    place: 'output',
    known: [],
    fix: 'Add up in wider integers, as int32 for products of int8, and clamp what is stored in fewer bits.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    hypotheses: wrapped,
  },
];
