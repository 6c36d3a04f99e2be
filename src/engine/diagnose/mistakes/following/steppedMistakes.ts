import { isSameShape, type Tensor } from '../../../core/tensor.ts';
import type { Call } from '../../../core/call.ts';
import { areRepresentable, rounderTo } from '../../../rounding/roundTo.ts';
import { storedRoundoff } from '../../model/emulatedRounding.ts';
import type { Following, Hypothesis, Predicted } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { shortNumber } from '../../model/shortNumber.ts';
import { afterwards } from '../code.ts';
import { outputGrids } from '../outputGrids.ts';
import { float8Formats, toFloat8 } from '../weightForms/lowBits.ts';
import { applied, clamp, sigmoid } from './activations.ts';

// An output whose numbers were made fewer: half precision, steps, float8, the integers of an image.

/** Returns what a function with steps makes of an element: anything between what it makes of the ends of its interval. */
function stepped(step: (value: number) => number, before: Predicted, roundoff: number): Predicted {
  return applied(before, { value: step, slope: 0, roundings: 2, isSteep: true }, roundoff);
}

interface Stepping {
  readonly detail: string;
  readonly code: string | null;
  /** Number of values of the output that chose it. */
  readonly fitted: number;
  /** True if the same call may give another output. */
  readonly isRandom?: true;
  readonly following: Following;
}

function steppedAfter(call: Call, stepping: Stepping): Hypothesis {
  const { detail, code, fitted, following } = stepping;
  return {
    detail,
    call,
    following,
    fitted,
    words: { what: 'values', yours: detail, required: 'not rounded' },
    code: code === null ? null : afterwards(code),
    again: (other) => (stepping.isRandom === true ? null : steppedAfter(other.call, stepping)),
  };
}

/** The ways in which a number goes to a multiple of a step. */
const ways = [
  { words: 'to the nearest', of: Math.round, code: 'round' },
  { words: 'towards 0', of: Math.trunc, code: 'trunc' },
  { words: 'downwards', of: Math.floor, code: 'floor' },
  { words: 'upwards', of: Math.ceil, code: 'ceil' },
] as const;

/** The steps that are looked for: decimals, and bits after the binary point. */
const steps: readonly { readonly step: number; readonly words: string }[] = [
  ...[0, 1, 2, 3, 4, 5].map((digits) => ({
    step: 10 ** -digits,
    words: digits === 0 ? 'integers' : `${digits} ${digits === 1 ? 'decimal' : 'decimals'}`,
  })),
  ...Array.from({ length: 14 }, (_, i) => ({ step: 2 ** -(i + 1), words: `multiples of 2⁻${superscript(i + 1)}` })),
];

function superscript(value: number): string {
  return String(value).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] as string);
}

/** How far, as a share of a step, a multiple may be from one. */
const nearShare = 0.02;

/** Returns the largest of the known steps of which all values are multiples, and one that the values show themselves. */
function stepsOf(target: DiagnosisTarget): readonly { step: number; words: string; fitted: number }[] {
  const { data } = target.actual;
  const roundoff = storedRoundoff(target);
  let largest = 0;
  for (const value of data) {
    if (!Number.isFinite(value)) return [];
    largest = Math.max(largest, Math.abs(value));
  }
  const isStep = (step: number): boolean => {
    // The numbers of a format are multiples of something themselves.
    if (2 * largest * roundoff > nearShare * step) return false;
    for (const value of data) if (Math.abs(value / step - Math.round(value / step)) > nearShare) return false;
    return true;
  };
  const known = steps.filter(({ step }) => step <= largest && isStep(step)).slice(0, 1);
  const own = ownStep(data);
  return [
    ...known.map((one) => ({ ...one, fitted: 1 })),
    ...(own !== null && isStep(own) ? [{ step: own, words: `multiples of ${shortNumber(own)}`, fitted: 2 }] : []),
  ];
}

/** The most different values of an output whose step is looked for. */
const mostValues = 2 ** 12;

/** Returns the distance of the nearest values of an output, made exact by the largest value; null if it has too many. */
function ownStep(data: ArrayLike<number> & Iterable<number>): number | null {
  const values = new Set<number>();
  for (const value of data) {
    values.add(Math.abs(value));
    if (values.size > mostValues) return null;
  }
  const sorted = [...values].sort((a, b) => a - b);
  let step = Infinity;
  for (let i = 1; i < sorted.length; i++) step = Math.min(step, (sorted[i] as number) - (sorted[i - 1] as number));
  const largest = sorted.at(-1) ?? 0;
  if (!(step > 0) || sorted.length < 8 || step === Infinity) return null;
  return largest / Math.round(largest / step);
}

function* onSteps(target: DiagnosisTarget): Iterable<Stepping> {
  const found = stepsOf(target);
  // The nearest multiple of a step of its own is what rounding to 8 bits makes of an output.
  const isGrid = found.some(({ fitted }) => fitted > 1) && outputGrids(target) !== null;
  for (const { step, words, fitted } of found) {
    for (const { words: way, of, code } of isGrid && fitted > 1 ? ways.slice(1) : ways) {
      const rounded = (value: number): number => of(value / step) * step;
      yield {
        detail: `${words}, ${way}`,
        code: `y = (y / ${step}).${code}() * ${step}`,
        fitted,
        following: (before, _, roundoff) => stepped(rounded, before, roundoff),
      };
    }
    const away = awayFromNearest(target, step);
    if (away > 0)
      yield {
        detail: `${words}, up or down at random (stochastic rounding)`,
        code: null,
        // Each of them shows which of two multiples it went to.
        fitted: fitted + away,
        isRandom: true,
        following: ({ value, bound }, _, roundoff, at) => {
          const ends = [Math.floor((value - bound) / step), Math.ceil((value + bound) / step)];
          const chosen = Math.round((target.actual.data[at] as number) / step);
          const nearest = Math.min(Math.max(...ends), Math.max(Math.min(...ends), chosen)) * step;
          return { value: nearest, bound: 4 * roundoff * Math.abs(nearest) };
        },
      };
  }
}

/**
 * Returns the number of values that were rounded away from the nearest multiple; 0 unless they are many, to both sides, and
 * no rule says to which.
 */
function awayFromNearest({ actual, reference }: DiagnosisTarget, step: number): number {
  let [up, down] = [0, 0];
  const isRule = ways.map(() => true);
  for (let at = 0; at < actual.data.length; at++) {
    const right = reference.data[at] as number;
    const apart = ((actual.data[at] as number) - right) / step;
    if (Math.abs(apart) > 1.01) return 0;
    if (apart > 0.55) up++;
    if (apart < -0.55) down++;
    for (const [i, { of }] of ways.entries())
      isRule[i] &&= of(right / step) === Math.round((actual.data[at] as number) / step);
  }
  const isRandom = !isRule.includes(true) && Math.min(up, down) > 2;
  return isRandom && up + down > 0.05 * actual.data.length ? up + down : 0;
}

function* inFloat8({ actual: { data }, reference }: DiagnosisTarget): Iterable<Stepping> {
  let largest = 0;
  for (const value of reference.data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  for (const format of float8Formats) {
    for (const isScaled of [false, true]) {
      const scale = isScaled ? largest / format.largest : 1;
      if (scale === 0) continue;
      const rounded = (value: number): number => toFloat8(value / scale, format) * scale;
      const [fraction, tolerance] = [2 ** format.fractionBits, 2 ** -10];
      // Its numbers have few bits: without a scale they show that themselves.
      const isPlain =
        isScaled || data.every((value) => Math.abs(rounded(value) - value) <= (tolerance / fraction) * Math.abs(value));
      if (!isPlain) continue;
      yield {
        detail: `float8 ${format.name}${isScaled ? `, the largest value / ${format.largest}` : ''}`,
        code: null,
        fitted: 0,
        following: (before, _, roundoff) => {
          const made = stepped(rounded, before, roundoff);
          return isScaled ? { ...made, bound: made.bound + 1e-6 * Math.abs(made.value) } : made;
        },
      };
    }
  }
}

/** What comes before the integers of an image: from −1…1 or 0…1 to 0…255. */
const images = [
  { words: '255·y', code: '255 * y', of: (value: number) => 255 * value },
  { words: '(y + 1)/2·255', code: '(y + 1) / 2 * 255', of: (value: number) => ((value + 1) / 2) * 255 },
  { words: '127.5·y + 128', code: '127.5 * y + 128', of: (value: number) => 127.5 * value + 128 },
  { words: '128·y + 128', code: '128 * y + 128', of: (value: number) => 128 * value + 128 },
  {
    words: '(tanh(y) + 1)/2·255',
    code: '(torch.tanh(y) + 1) / 2 * 255',
    of: (value: number) => ((Math.tanh(value) + 1) / 2) * 255,
  },
  { words: '255·sigmoid(y)', code: '255 * torch.sigmoid(y)', of: (value: number) => 255 * sigmoid(value) },
  { words: 'y', code: 'y', of: (value: number) => value },
] as const;

/** Clamps to the numbers of a byte. */
const toByteRange = clamp(0, 255);

const pixelWays = [
  {
    words: 'cut',
    code: (text: string) => `(${text}).clamp(0, 255).trunc()`,
    of: (value: number) => Math.trunc(toByteRange(value)),
  },
  {
    words: 'rounded',
    code: (text: string) => `(${text}).clamp(0, 255).round()`,
    of: (value: number) => Math.round(toByteRange(value)),
  },
  {
    words: 'cut, and beyond 0…255 wrapped around',
    code: (text: string) => `(${text}).trunc().remainder(256)`,
    of: (value: number) => ((Math.trunc(value) % 256) + 256) % 256,
  },
] as const;

function* asImage({ actual: { data } }: DiagnosisTarget): Iterable<Stepping> {
  if (!data.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)) return;
  for (const { words, code, of } of images) {
    for (const way of pixelWays) {
      const pixel = (value: number): number => way.of(of(value));
      yield {
        detail: `an image of 0…255: ${words}, ${way.words}`,
        code: `y = ${way.code(code)}`,
        fitted: 0,
        following: ({ value, bound }, _, roundoff) => {
          const made = pixel(value);
          // The number has roundings of its own before it is cut.
          const own = 4 * roundoff * (Math.abs(of(value)) + 255);
          const ends = [way.of(of(value + bound) + own), way.of(of(value - bound) - own)];
          return { value: made, bound: Math.max(...ends.map((end) => Math.abs(end - made))) };
        },
      };
    }
  }
}

function* steppedOutputs(target: DiagnosisTarget): Iterable<Hypothesis> {
  if (!isSameShape(target.actual.shape, target.reference.shape)) return;
  for (const made of [asImage, onSteps, inFloat8]) for (const one of made(target)) yield steppedAfter(target.call, one);
}

/** The formats in which outputs are stored, with the way to them that cutting off the last 16 bits of a float32 takes. */
const storages = [
  { format: 'float16', mode: 'nearest' },
  { format: 'bfloat16', mode: 'nearest' },
  { format: 'bfloat16', mode: 'truncate' },
] as const;

/** Yields the formats whose numbers all values of the output are, while a tensor of the call has others. */
function* inHalfPrecision(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, call, reference, rounding } = target;
  if (rounding !== undefined || !isSameShape(actual.shape, reference.shape)) return;
  const operands = [call.input, call.weight, ...(call.bias === null ? [] : [call.bias])];
  for (const { format, mode } of storages) {
    const isOfFormat = ({ data }: Tensor): boolean => areRepresentable(data, format);
    // A call on numbers of the format is computed in it: its sums have another precision than its output at most.
    if (!isOfFormat(actual) || operands.every(isOfFormat)) continue;
    const rounded = rounderTo(format, mode);
    const isCut = mode === 'truncate';
    yield steppedAfter(call, {
      detail: isCut ? `${format}, by cutting off the last 16 bits` : format,
      code: isCut ? null : `y = y.to(torch.${format}).to(y.dtype)`,
      fitted: 0,
      following: (before, _, roundoff) => stepped(rounded, before, roundoff),
    });
  }
}

export const steppedMistakes: readonly Mistake[] = [
  {
    id: 'output-rounded',
    title: 'The output was rounded to half precision',
    means: 'y stored as float16',
    place: 'output',
    known: [],
    fix: 'Keep the output in the dtype of the call, or round the reference as well: the sums are right.',
    code: null,
    decidesPrecision: true,
    general: true,
    alone: true,
    hypotheses: inHalfPrecision,
  },
  {
    id: 'output-stepped',
    title: 'The output was rounded to few numbers',
    means: 'decimals, steps, float8, the integers of an image',
    place: 'output',
    known: [],
    fix: 'Compare the output before it is rounded or converted, or convert the reference in the same way.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    hypotheses: steppedOutputs,
  },
];
