import { shortNumber } from '../../diagnose/model/shortNumber.ts';
import type { Predicted } from '../../diagnose/model/hypothesis.ts';
import type { GradientPlan } from '../sums/gradientPlan.ts';
import type { GradientKind } from '../sums/gradientCall.ts';
import type { GradientMistake } from './gradientMistake.ts';

const all: readonly GradientKind[] = ['input', 'weight', 'bias'];

/** A factor with its name. */
type NamedFactor = readonly [detail: string, factor: number];

function factorMistake(
  words: Pick<GradientMistake, 'id' | 'title' | 'fix'>,
  factors: (plan: GradientPlan) => readonly NamedFactor[],
): GradientMistake {
  return {
    ...words,
    of: all,
    part: 'scale',
    *hypotheses(plan) {
      for (const [detail, scale] of factors(plan)) if (scale !== 1 && scale > 0) yield { detail, plan, scale };
    },
  };
}

const reversed: GradientMistake = {
  id: 'sign-reversed',
  title: 'The sign is reversed',
  fix: 'Do not negate it: the gradient of y = Σ w·x + b is positive in each factor.',
  of: all,
  part: 'scale',
  *hypotheses(plan) {
    yield { detail: '', plan, scale: -1 };
  },
};

const accumulated = factorMistake(
  {
    id: 'accumulated-again',
    title: 'The gradient was added to an earlier one',
    fix: 'Set .grad to zero (or None) before each backward pass, and write the gradient once.',
  },
  () => [
    ['twice the gradient', 2],
    ['3 times the gradient', 3],
    ['4 times the gradient', 4],
  ],
);

const averaged = factorMistake(
  {
    id: 'mean-for-sum',
    title: 'A mean in place of the sum',
    fix: 'Add up, do not divide: a mean belongs to the loss, whose gradient gy has it already.',
  },
  ({ call }) => {
    const { n, cout, columns, taps, coutPerGroup, params, h, w } = call.geometry;
    const inputs = h.inputSize * w.inputSize;
    const isBias = call.of === 'bias';
    const named: readonly NamedFactor[] = [
      [`divided by N = ${n}`, n],
      [`divided by Ho·Wo = ${columns}`, columns],
      [`divided by N·Ho·Wo = ${n * columns}`, n * columns],
      [`divided by N·Cout·Ho·Wo = ${n * cout * columns}`, n * cout * columns],
      ...(isBias
        ? []
        : ([
            [`divided by kH·kW = ${taps}`, taps],
            [`divided by H·W = ${inputs}`, inputs],
            [`divided by N·H·W = ${n * inputs}`, n * inputs],
            [`divided by Cout/groups = ${coutPerGroup}`, coutPerGroup],
            [`divided by groups = ${params.groups}`, params.groups],
          ] as const)),
    ];
    const seen = new Set<number>();
    return named.flatMap(([detail, count]) => {
      if (count === 1 || seen.has(count)) return [];
      seen.add(count);
      return [[detail, 1 / count] as const];
    });
  },
);

const lossScale = factorMistake(
  {
    id: 'loss-scale',
    title: 'The loss scale was not divided out',
    fix: 'Call scaler.unscale_(optimizer) before you look at gradients, or divide by the scale.',
  },
  () => Array.from({ length: 21 }, (_, i) => [`2^${i + 4}`, 2 ** (i + 4)] as const),
);

const weightDecay: GradientMistake = {
  id: 'weight-decay-added',
  title: 'A multiple of the weight was added',
  fix: 'Weight decay belongs to the optimizer: take the gradient before it is added.',
  of: ['weight'],
  part: 'scale',
  isAlone: true,
  *hypotheses(plan, { actual, reference, right, rounding, call }) {
    const weight = call.weight?.data;
    if (weight?.length !== actual.data.length || weight.length < 2) return;
    let [product, square] = [0, 0];
    for (const [at, w] of weight.entries()) {
      product += ((actual.data[at] as number) - (reference.data[at] as number)) * w;
      square += w * w;
    }
    const factor = product / square;
    if (!Number.isFinite(factor) || factor === 0) return;
    // The factor is off by at most the largest error of a quotient, weighted as the quotients are.
    let size = 0;
    for (const [at, w] of weight.entries()) size += rounding.bound(right(at)) * Math.abs(w);
    const off = size / square;
    const added = (at: number): Predicted => {
      const w = weight[at] as number;
      return { value: factor * w, bound: off * Math.abs(w) };
    };
    const detail = `${shortNumber(factor)} · w`;
    yield { detail, plan, added, fitted: 1, again: (other) => ({ detail, plan: other, added }) };
  },
};

/** Mistakes that multiply every element by the same named factor. */
export const scalesOfGradients: readonly GradientMistake[] = [reversed, accumulated, averaged, lossScale];
/** Mistakes that add something to every element. */
export const additionsToGradients: readonly GradientMistake[] = [weightDecay];

/** A factor that has no name; search/fitScale.ts finds it. */
export const otherScale: GradientMistake = {
  id: 'scaled',
  title: 'Every value is multiplied by the same factor',
  fix: 'Divide by that factor, or remove the scaling.',
  of: all,
  part: 'scale',
  hypotheses: () => [],
};
