import { assertNever } from '../../core/assertNever.ts';
import type { Call } from '../../core/call.ts';
import { elementCount, isSameShape, type Tensor } from '../../core/tensor.ts';
import { roundToEven } from '../../rounding/roundTo.ts';
import { beforehand } from './code.ts';
import { onGrids, outputGrids } from './outputGrids.ts';
import { flatWeightIndex, weightProbe } from './weightProbe.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { shortNumber } from '../model/shortNumber.ts';

/** The part of a weight that has one scale. */
type ScaleAxis = 'tensor' | 'axis1' | 'output' | 'input';

/** Returns the number of the scale that a plane of a weight has: a pair of an input and an output channel. */
function scaleIndex({ weight, params }: Call, axis: ScaleAxis): (plane: number) => number {
  const [cin = 1, perGroup = 1] = weight.shape;
  const cinPerGroup = cin / params.groups;
  switch (axis) {
    case 'tensor':
      return () => 0;
    case 'input':
      return (plane) => Math.floor(plane / perGroup);
    case 'axis1':
      return (plane) => plane % perGroup;
    case 'output':
      return (plane) => Math.floor(Math.floor(plane / perGroup) / cinPerGroup) * perGroup + (plane % perGroup);
    default:
      return assertNever(axis, 'axis');
  }
}

/** The range of some numbers that share a scale. */
interface Range {
  readonly least: number;
  readonly most: number;
}

/** Returns the range of each plane of a weight; null if a number is not finite: it has no scale. */
function rangesOfPlanes({ weight: { data, shape } }: Call): readonly Range[] | null {
  const taps = elementCount(shape.slice(2));
  const ranges: Range[] = [];
  for (let plane = 0; plane * taps < data.length; plane++) {
    const range = rangeOf(data, plane * taps, (plane + 1) * taps);
    if (range === null) return null;
    ranges.push(range);
  }
  return ranges;
}

/** Returns the range of some elements with 0, which every grid has; null if one is not finite. */
function rangeOf(data: Tensor['data'], from: number, end: number): Range | null {
  let [least, most] = [0, 0];
  for (let at = from; at < end; at++) {
    const value = data[at] as number;
    if (!Number.isFinite(value)) return null;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return { least, most };
}

/** Returns the range of the weights that share a scale, by the number of the scale. */
function rangesOf(planes: readonly Range[], indexOf: (plane: number) => number): readonly Range[] {
  const ranges: Range[] = [];
  for (const [plane, { least, most }] of planes.entries()) {
    const i = indexOf(plane);
    const known = ranges[i];
    ranges[i] = { least: Math.min(known?.least ?? 0, least), most: Math.max(known?.most ?? 0, most) };
  }
  return ranges;
}

/**
 * How a range becomes integers: a symmetric one by its largest value, which becomes 127 or 128, or an asymmetric one with
 * a zero point, whose ends are 255 steps apart.
 */
type Scheme = 127 | 128 | 'asymmetric';
const schemes = [127, 128, 'asymmetric'] as const;

const schemeWords = (scheme: Scheme): string =>
  scheme === 'asymmetric' ? 'with a zero point' : `the largest value / ${scheme}`;

/** Returns the scale of a range, and the integers to which its numbers are clamped. */
function gridOfRange({ least, most }: Range, scheme: Scheme): readonly [scale: number, low: number, high: number] {
  if (scheme !== 'asymmetric') return [Math.fround(Math.max(-least, most) / scheme), -128, 127];
  const scale = Math.fround(Math.fround(most - least) / 255);
  const low = roundToEven(Math.fround(least / scale));
  return [scale, low, low + 255];
}

/**
 * Returns a number rounded to an integer times the scale of a range. Libraries divide by the scale or, like PyTorch,
 * multiply by its inverse, in float32: that differs for numbers halfway between two integers.
 */
function onScale(value: number, [scale, low, high]: ReturnType<typeof gridOfRange>, how: Arithmetic): number {
  if (scale === 0) return value;
  const quotient = how === 'divided' ? Math.fround(value / scale) : Math.fround(value * Math.fround(1 / scale));
  return Math.min(high, Math.max(low, roundToEven(quotient))) * scale;
}

type Arithmetic = 'divided' | 'multiplied';

/** Returns the numbers that a rounding makes of a tensor's, and what the other arithmetic makes of them if it differs. */
function roundedTensors(tensor: Tensor, round: (at: number, how: Arithmetic) => number): readonly Tensor[] {
  const data = tensor.data.map((_, at) => round(at, 'divided'));
  const first = { ...tensor, data } as Tensor;
  // Few numbers differ, and mostly none: they are kept in the precision of the tensor.
  const one = tensor.data.slice(0, 1);
  let other: Tensor['data'] | null = null;
  for (let at = 0; at < data.length; at++) {
    one[0] = round(at, 'multiplied');
    if (one[0] !== data[at]) (other ??= data.slice())[at] = one[0];
  }
  return other === null ? [first] : [first, { ...tensor, data: other } as Tensor];
}

/** Returns a function that gives a weight, by its flat index, rounded to an integer times its scale. */
function roundedBy(
  { weight: { data, shape } }: Call,
  scheme: Scheme,
  indexOf: (plane: number) => number,
  ranges: readonly Range[],
): (at: number, how?: Arithmetic) => number {
  const taps = elementCount(shape.slice(2));
  const grids = ranges.map((range) => gridOfRange(range, scheme));
  return (at, how = 'divided') =>
    onScale(data[at] as number, grids[indexOf(Math.floor(at / taps))] as ReturnType<typeof gridOfRange>, how);
}

const axisWords: Readonly<Record<ScaleAxis, string>> = {
  tensor: 'one scale for all of it',
  axis1: 'a scale for each output channel (axis 1)',
  output: 'a scale for each output channel of every group',
  input: 'a scale for each input channel (axis 0), in place of each output channel (axis 1)',
};

/** The axes of the weight over which the range of a scale is taken, in code; null if no line of code says it. */
const axisCode: Readonly<Record<ScaleAxis, string | null>> = {
  tensor: '',
  axis1: '(0, 2, 3), keepdim=True',
  output: null,
  input: '(1, 2, 3), keepdim=True',
};

/** Returns the code that rounds a tensor; null if no lines say it. */
function roundingLines(name: 'w' | 'x', axis: ScaleAxis, scheme: Scheme): string | null {
  const over = axisCode[axis];
  if (over === null) return null;
  if (scheme !== 'asymmetric') {
    const largest = over === '' ? `${name}.abs().max()` : `${name}.abs().amax(${over})`;
    return `${name}_scale = ${largest} / ${scheme}\n-${name} = (${name} / ${name}_scale).round().clamp(-128, 127) * ${name}_scale`;
  }
  const [least, most] =
    over === '' ? [`${name}.min()`, `${name}.max()`] : [`${name}.amin(${over})`, `${name}.amax(${over})`];
  return `${name}_least = ${least}.clamp(max=0)\n-${name}_scale = (${most}.clamp(min=0) - ${name}_least) / 255\n-${name}_low = (${name}_least / ${name}_scale).round()\n-${name} = torch.minimum(torch.maximum((${name} / ${name}_scale).round(), ${name}_low), ${name}_low + 255) * ${name}_scale`;
}

/** Returns the scales that differ for a weight; none if the output has another shape than the call's. */
function scaleAxes({ call, actual, reference }: DiagnosisTarget): readonly ScaleAxis[] {
  if (!isSameShape(actual.shape, reference.shape)) return [];
  const [cin = 1, perGroup = 1] = call.weight.shape;
  return [
    'tensor',
    ...(perGroup > 1 ? (['axis1'] as const) : []),
    ...(call.params.groups > 1 ? (['output'] as const) : []),
    ...(cin > 1 ? (['input'] as const) : []),
  ];
}

/** Yields the calls with a rounded weight that may have made the output. */
function* quantisedWeights(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, geometry } = target;
  const axes = scaleAxes(target);
  const planes = axes.length === 0 ? null : rangesOfPlanes(call);
  if (planes === null) return;
  const looks = weightProbe(target);
  const indexOfWeight = flatWeightIndex(geometry);
  for (const axis of axes) {
    const indexOf = scaleIndex(call, axis);
    const ranges = rangesOf(planes, indexOf);
    for (const scheme of schemes) {
      const weightAt = roundedBy(call, scheme, indexOf, ranges);
      const isNear = looks((g, i, o, ky, kx) => weightAt(indexOfWeight(g, i, o, ky, kx)));
      if (!isNear) continue;
      const scale = Math.max(...ranges.map((range) => gridOfRange(range, scheme)[0]));
      const lines = roundingLines('w', axis, scheme);
      for (const weight of roundedTensors(call.weight, weightAt)) {
        yield {
          detail: `${axisWords[axis]}, ${schemeWords(scheme)}`,
          call: { ...call, weight },
          words: {
            what: axis === 'tensor' ? 'scale of the weight' : 'largest scale of the weight',
            yours: shortNumber(scale),
            required: 'none',
          },
          code: lines === null ? null : beforehand(lines),
        };
      }
    }
  }
}

/** A call with a rounded input, and in words how it was rounded. */
interface RoundedInput {
  readonly scheme: Scheme;
  readonly call: Call;
  readonly scale: number;
}

/** Returns the calls with a rounded input; none if a number of it is not finite, or if the output has another shape. */
function roundedInputs({ call, actual, reference }: DiagnosisTarget): readonly RoundedInput[] {
  const { data } = call.input;
  const range = isSameShape(actual.shape, reference.shape) ? rangeOf(data, 0, data.length) : null;
  if (range === null) return [];
  return schemes.flatMap((scheme) => {
    const grid = gridOfRange(range, scheme);
    const inputs = roundedTensors(call.input, (at, how) => onScale(data[at] as number, grid, how));
    return inputs.map((input) => ({ scheme, call: { ...call, input }, scale: grid[0] }));
  });
}

function* quantisedInputs(target: DiagnosisTarget): Iterable<Hypothesis> {
  for (const { scheme, call, scale } of roundedInputs(target)) {
    const detail = `the input, ${schemeWords(scheme)}`;
    const words = { what: 'scale of the input', yours: shortNumber(scale), required: 'none' };
    const lines = roundingLines('x', 'tensor', scheme);
    yield { detail, call, words, code: lines === null ? null : beforehand(lines) };
    for (const both of quantisedWeights({ ...target, call }))
      yield { ...both, detail: `${detail}, and the weight: ${both.detail}`, words, code: null };
  }
}

function* quantisedOutputs(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, actual, reference } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const grids = outputGrids(target);
  if (grids === null) return;
  yield onGrids(call, grids, { more: '', slack: 0 });
  // The whole computation in 8 bits: input and weight were rounded as well.
  for (const rounded of roundedInputs(target)) {
    const planes = rangesOfPlanes(call);
    if (planes === null) return;
    const input = `the input as well, ${schemeWords(rounded.scheme)}`;
    for (const axis of scaleAxes(target).filter((one) => one !== 'input')) {
      const indexOf = scaleIndex(call, axis);
      const ranges = rangesOf(planes, indexOf);
      for (const scheme of schemes) {
        const weightAt = roundedBy(call, scheme, indexOf, ranges);
        // Such a computation rounds the bias to integers times both scales.
        const slack = rounded.scale * Math.max(...ranges.map((range) => gridOfRange(range, scheme)[0]));
        const detail = `${input}; the weight as well, ${axisWords[axis]}, ${schemeWords(scheme)}`;
        for (const weight of roundedTensors(call.weight, weightAt))
          yield onGrids({ ...rounded.call, weight }, grids, { more: detail, slack });
      }
    }
  }
}

export const quantisationMistakes: readonly Mistake[] = [
  {
    id: 'weight-int8',
    title: 'The weight was rounded to int8',
    means: 'w as integers times a scale',
    place: 'weight',
    known: [],
    fix: 'Compare with the rounded weight: integers times their scale. A transposed convolution has its output channels at axis 1 of the weight, so scales per channel belong to axis 1.',
    code: null,
    general: true,
    alone: true,
    alternatives: (target) => scaleAxes(target).length * schemes.length,
    hypotheses: quantisedWeights,
  },
  {
    id: 'input-int8',
    title: 'The input was rounded to int8',
    means: 'x as integers times a scale',
    place: 'input',
    known: [],
    fix: 'Compare with the rounded input: integers times their scale, as a quantised layer takes it.',
    code: null,
    general: true,
    alone: true,
    alternatives: (target) => scaleAxes(target).length * schemes.length * schemes.length,
    hypotheses: quantisedInputs,
  },
  {
    id: 'output-int8',
    title: 'The output was rounded to 8 bits or fewer',
    means: 'y as integers times a scale',
    place: 'output',
    known: [],
    fix: 'Compare within half a scale: every value is the nearest integer times the scale, or the end of the range.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    hypotheses: quantisedOutputs,
  },
];
