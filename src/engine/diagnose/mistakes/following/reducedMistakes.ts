import { isSameShape, type Shape } from '../../../core/tensor.ts';
import type { Hypothesis, Predicted } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { afterwards } from '../code.ts';
import { reducedSets, tupleOf } from './elementSets.ts';
import { dividedAlike, type DividedOutput, dividedOutputs } from './normalized.ts';
import type { SetStatistics } from './setStatistics.ts';

// One number in place of many: a sum over the batch, a mean over the plane, the largest channel.

interface Reduction {
  readonly name: string;
  /** True for the index of an element, along one axis only. */
  readonly isIndex?: true;
  readonly code: (dims: string) => string;
  readonly made: (set: SetStatistics, divided: DividedOutput, number: number) => Predicted;
}

const sumOf = ({ mean, size, bound, ofSum, sumOfSizes }: SetStatistics): Predicted => ({
  value: mean * size,
  bound: size * bound + ofSum * sumOfSizes,
});

const reductions: readonly Reduction[] = [
  { name: 'the sum', code: (dims) => `y.sum(${dims})`, made: sumOf },
  {
    name: 'the mean',
    code: (dims) => `y.mean(${dims})`,
    made: (set) => {
      const { value, bound } = sumOf(set);
      return { value: value / set.size, bound: bound / set.size };
    },
  },
  { name: 'the largest', code: (dims) => `y.amax(${dims})`, made: ({ most, bound }) => ({ value: most, bound }) },
  { name: 'the least', code: (dims) => `y.amin(${dims})`, made: ({ least, bound }) => ({ value: least, bound }) },
  {
    name: 'the index of the largest (argmax)',
    isIndex: true,
    code: (dims) => `y.argmax(${dims.replace(/[(),]/g, '')}).to(y.dtype)`,
    made: ({ most, bound }, { sets, values }, number) => {
      let [i, first, spread] = [0, -1, 0];
      sets.visit(number, (at) => {
        // Values that are equal but for their rounding may be either.
        if ((values[at] as number) >= most - 2 * bound) {
          if (first < 0 || values[at] === most) first = i;
          else spread = Math.max(spread, Math.abs(i - first));
        }
        i++;
      });
      return { value: first, bound: spread };
    },
  },
];

/** Returns the shapes of an output that is reduced along some axes: without them, and with sizes of 1. */
function shapesOf({ geometry: { batched, outputShape }, sets }: DividedOutput): readonly Shape[] {
  const axes = batched ? 'NCHW' : 'CHW';
  const isKept = outputShape.map((_, i) => !sets.axes.includes(axes[i] as string));
  return [outputShape.filter((_, i) => isKept[i]), outputShape.map((size, i) => (isKept[i] === true ? size : 1))];
}

function reducedTo(divided: DividedOutput, reduction: Reduction, shape: Shape): Hypothesis {
  const { call, geometry, sets, statistics } = divided;
  const { name, code, made, isIndex } = reduction;
  const detail = `${name} ${sets.over}`;
  const isKept = shape.length === geometry.outputShape.length;
  const dims = `${tupleOf(sets)}${isKept ? ', keepdim=True' : ''}`;
  return {
    detail,
    call,
    collective: {
      shape,
      at: (at, read, roundoff) => {
        const { value, bound } = made(statistics(at, read), divided, at);
        return { value, bound: bound + 2 * roundoff * Math.abs(value) };
      },
    },
    words: { what: 'after the layer', yours: detail, required: 'nothing' },
    code: isIndex === true && isKept ? null : afterwards(`y = ${code(dims)}`),
    again: (other) => {
      const alike = dividedAlike(sets, other, reducedSets);
      const own = alike && shapesOf(alike)[isKept ? 1 : 0];
      return alike && own ? reducedTo(alike, reduction, own) : null;
    },
  };
}

function* reduced(target: DiagnosisTarget): Iterable<Hypothesis> {
  for (const divided of dividedOutputs(target, reducedSets)) {
    const shape = shapesOf(divided).find((one) => isSameShape(one, target.actual.shape));
    if (shape === undefined) continue;
    for (const reduction of reductions) {
      if (reduction.isIndex === true && divided.sets.dims.length > 1) continue;
      yield reducedTo(divided, reduction, shape);
    }
  }
}

export const reducedMistakes: readonly Mistake[] = [
  {
    id: 'reduced-after',
    title: 'The output was summed, averaged or otherwise reduced',
    means: 'one number in place of the batch, the channels or the plane',
    place: 'output',
    known: [],
    fix: 'Compare the output before the reduction, or reduce the reference along the same axes.',
    code: null,
    fromOutput: true,
    general: true,
    alone: true,
    hypotheses: reduced,
  },
];
