import { assertNever } from '../../core/assertNever.ts';
import type { Call } from '../../core/call.ts';
import { elementCount, isSameShape, type Tensor } from '../../core/tensor.ts';
import { afterwards, beforehand } from './code.ts';
import { weightProbe } from './weightProbe.ts';
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

/** Rounds halves to even, as PyTorch does. */
function roundEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}

/** Returns the largest magnitude of each plane of a weight; null if a number is not finite: it has no scale. */
function largestOfPlanes({ weight: { data, shape } }: Call): Float64Array | null {
  const taps = elementCount(shape.slice(2));
  const largest = new Float64Array(data.length / taps);
  for (let plane = 0; plane < largest.length; plane++) {
    let most = 0;
    for (let at = plane * taps; at < (plane + 1) * taps; at++) most = Math.max(most, Math.abs(data[at] as number));
    largest[plane] = most;
  }
  return largest.every(Number.isFinite) ? largest : null;
}

/** Returns the largest magnitude of the weights that share a scale, by the number of the scale. */
function largestOf(planes: Float64Array, indexOf: (plane: number) => number): readonly number[] {
  const largest: number[] = [];
  for (const [plane, most] of planes.entries()) {
    const i = indexOf(plane);
    largest[i] = Math.max(largest[i] ?? 0, most);
  }
  return largest;
}

/** Returns a function that gives a weight, by its flat index, rounded to an integer times its scale. */
function rounded(
  { weight: { data, shape } }: Call,
  levels: number,
  indexOf: (plane: number) => number,
  largest: readonly number[],
): (at: number) => number {
  const taps = elementCount(shape.slice(2));
  const scales = largest.map((value) => Math.fround(value / levels));
  return (at) => {
    const value = data[at] as number;
    const scale = scales[indexOf(Math.floor(at / taps))] as number;
    return scale === 0 ? value : Math.min(127, Math.max(-128, roundEven(value / scale))) * scale;
  };
}

const axisWords: Readonly<Record<ScaleAxis, string>> = {
  tensor: 'one scale for all of it',
  axis1: 'a scale for each output channel (axis 1)',
  output: 'a scale for each output channel of every group',
  input: 'a scale for each input channel (axis 0), in place of each output channel (axis 1)',
};

/** The axes of the weight over which the largest value of a scale is taken, in code. */
const axisCode: Readonly<Record<ScaleAxis, string>> = {
  tensor: 'w.abs().max()',
  axis1: 'w.abs().amax((0, 2, 3), keepdim=True)',
  output: '',
  input: 'w.abs().amax((1, 2, 3), keepdim=True)',
};

/** The largest integers that are tried: 127, or 128 where the smallest one counts. */
const allLevels = [127, 128] as const;

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

function* quantisedWeights(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, geometry } = target;
  const axes = scaleAxes(target);
  const planes = axes.length === 0 ? null : largestOfPlanes(call);
  if (planes === null) return;
  const looks = weightProbe(target);
  const { cinPerGroup, coutPerGroup, taps, w } = geometry;
  for (const axis of axes) {
    const indexOf = scaleIndex(call, axis);
    const largest = largestOf(planes, indexOf);
    for (const levels of allLevels) {
      const weightAt = rounded(call, levels, indexOf, largest);
      const isNear = looks((g, i, o, ky, kx) =>
        weightAt(((g * cinPerGroup + i) * coutPerGroup + o) * taps + ky * w.kernelSize + kx),
      );
      if (!isNear) continue;
      const weight = { ...call.weight, data: call.weight.data.map((_, at) => weightAt(at)) } as Tensor;
      const scale = Math.max(...largest) / levels;
      const lines = `w_scale = ${axisCode[axis]} / ${levels}\n-w = (w / w_scale).round().clamp(-128, 127) * w_scale`;
      yield {
        detail: `${axisWords[axis]}, the largest value / ${levels}`,
        call: { ...call, weight },
        words: {
          what: axis === 'tensor' ? 'scale of the weight' : 'largest scale of the weight',
          yours: shortNumber(scale),
          required: 'none',
        },
        code: axis === 'output' ? null : beforehand(lines),
      };
    }
  }
}

/** The most different values that an output of 8 bits has. */
const mostValues = 256;

/** The grid on which the values of a tensor lie. */
interface Grid {
  readonly scale: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Finds the grid of an output with at most 256 different values: integers times a scale. Returns null if there is none,
 * or if so few values are different that any output would do.
 */
function gridOf({ data }: Tensor): Grid | null {
  const values = new Set<number>();
  for (const value of data) {
    if (!Number.isFinite(value)) return null;
    values.add(value);
    if (values.size > mostValues) return null;
  }
  const sorted = [...values].sort((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined || sorted.length < 8) return null;
  let scale = Infinity;
  for (let i = 1; i < sorted.length; i++) scale = Math.min(scale, (sorted[i] as number) - (sorted[i - 1] as number));
  // The smallest step is exact to a rounding; over the whole range it is known better.
  const steps = Math.round((most - least) / scale);
  if (steps >= mostValues) return null;
  scale = (most - least) / steps;
  const isOnGrid = sorted.every(
    (value) => Math.abs((value - least) / scale - Math.round((value - least) / scale)) < 1e-3,
  );
  return isOnGrid ? { scale, least, most } : null;
}

function* quantisedOutputs(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, actual, reference } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const grid = gridOf(actual);
  if (grid === null) return;
  yield onGrid(call, grid);
}

/** Returns the hypothesis that every element was rounded to the nearest value of a grid. */
function onGrid(call: Call, { scale, least, most }: Grid): Hypothesis {
  const steps = Math.round((most - least) / scale);
  return {
    detail: `scale ${shortNumber(scale)}, from ${shortNumber(least)} to ${shortNumber(most)}`,
    call,
    following: ({ value, bound }, _, roundoff) => {
      const step = (value - least) / scale;
      const nearest = Math.min(steps, Math.max(0, Math.round(step)));
      // Halfway between two values, rounding decides to which one an element goes.
      const toHalf = Math.abs(step - Math.floor(step) - 0.5) * scale;
      const own = 4 * roundoff * Math.max(Math.abs(least), Math.abs(most));
      return { value: least + nearest * scale, bound: own + (toHalf <= bound + own ? scale : 0) };
    },
    fitted: 3,
    words: { what: 'values', yours: `steps of ${shortNumber(scale)}`, required: 'not rounded' },
    code: afterwards(`y = ((y - ${least}) / ${scale}).round().clamp(0, ${steps}) * ${scale} + ${least}`),
    again: (other) => onGrid(other.call, { scale, least, most }),
  };
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
    alternatives: (target) => scaleAxes(target).length * allLevels.length,
    hypotheses: quantisedWeights,
  },
  {
    id: 'output-int8',
    title: 'The output was rounded to 8 bits',
    means: 'y as integers times a scale',
    place: 'output',
    known: [],
    fix: 'Compare within half a scale: every value is the nearest integer times the scale, or the end of the range.',
    code: null,
    fromOutput: true,
    general: true,
    alone: true,
    hypotheses: quantisedOutputs,
  },
];
