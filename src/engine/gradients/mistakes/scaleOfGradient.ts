import { shortNumber } from '../../diagnose/model/shortNumber.ts';
import { fillMarker, type Predicted } from '../../diagnose/model/hypothesis.ts';
import { largestOf } from '../../certificates/largestOf.ts';
import type { Tensor } from '../../core/tensor.ts';
import type { GradientPlan } from '../sums/gradientPlan.ts';
import type { GradientHypothesis } from '../sums/predictGradient.ts';
import type { GradientKind } from '../sums/gradientCall.ts';
import type { GradientMistake, GradientTarget } from './gradientMistake.ts';

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

const multipleAdded: GradientMistake = {
  id: 'weight-decay-added',
  title: 'A multiple of the tensor itself was added',
  fix: 'Weight decay belongs to the optimizer: take the gradient before it is added. Write a gradient to memory of its own.',
  of: ['input', 'weight'],
  part: 'scale',
  isAlone: true,
  *hypotheses(plan, target) {
    const { actual, reference, right, rounding, call } = target;
    const own = ownValues(target);
    if (own === null) return;
    let [product, square] = [0, 0];
    for (const [at, value] of own.entries()) {
      product += ((actual.data[at] as number) - (reference.data[at] as number)) * value;
      square += value * value;
    }
    const factor = product / square;
    if (!Number.isFinite(factor) || factor === 0) return;
    // The factor is off by at most the largest error of a quotient, weighted as the quotients are.
    let size = 0;
    for (const [at, value] of own.entries()) size += rounding.bound(right(at)) * Math.abs(value);
    const off = size / square;
    const addedOf =
      ({ call: of }: GradientPlan) =>
      (at: number): Predicted => {
        const value = of.own?.data[at] ?? 0;
        return { value: factor * value, bound: off * Math.abs(value) };
      };
    const detail = `${shortNumber(factor)} · ${call.of === 'input' ? 'x' : 'w'}`;
    const made = (of: GradientPlan): GradientHypothesis => ({ detail, plan: of, added: addedOf(of), fitted: 1 });
    yield { ...made(plan), again: made };
  },
};

/** Returns the values of the tensor whose gradient is checked; null if they are not known, or all 0. */
function ownValues({ actual, call }: GradientTarget): Tensor['data'] | null {
  const own = call.own?.data;
  return own?.length === actual.data.length && own.length > 1 && own.some((value) => value !== 0) ? own : null;
}

/** The tensor after a step of gradient descent, w − η·dW. */
const updated: GradientMistake = {
  id: 'updated-tensor',
  title: 'The tensor after a step of the optimizer, in place of its gradient',
  fix: 'Read .grad, before optimizer.step().',
  of: ['input', 'weight'],
  part: 'scale',
  isAlone: true,
  *hypotheses(plan, target) {
    const { actual, reference, right, rounding } = target;
    const own = ownValues(target);
    if (own === null) return;
    let [product, square, loss] = [0, 0, 0];
    for (const [at, value] of own.entries()) {
      const sum = reference.data[at] as number;
      // The values were rounded when the gradient was subtracted.
      const bound = rounding.bound(right(at)) + rounding.roundoff * Math.abs(actual.data[at] as number);
      product += (value - (actual.data[at] as number)) * sum;
      square += sum * sum;
      loss += bound * Math.abs(sum);
    }
    const [rate, off] = [product / square, loss / square];
    if (!(rate > 0) || !Number.isFinite(rate) || off > 0.1 * rate) return;
    const detail = `${shortNumber(rate)} times the gradient subtracted`;
    const factor = { scale: -rate, scaleError: off / rate };
    const made = (of: GradientPlan): GradientHypothesis => ({
      detail,
      plan: of,
      ...factor,
      added: (at) => ({ value: of.call.own?.data[at] ?? 0, bound: 0 }),
      fitted: 1,
    });
    yield { ...made(plan), again: made };
  },
};

const constantAdded: GradientMistake = {
  id: 'constant-added',
  title: 'The same number was added everywhere',
  fix: 'Set the memory to 0 before you add to it, and add nothing to the sums.',
  of: all,
  part: 'scale',
  isAlone: true,
  *hypotheses(plan, { actual, reference, right, rounding }) {
    const count = actual.data.length;
    if (count !== reference.data.length || count < 2) return;
    let [sum, loss] = [0, 0];
    for (let at = 0; at < count; at++) {
      sum += (actual.data[at] as number) - (reference.data[at] as number);
      loss += rounding.bound(right(at));
    }
    const value = sum / count;
    if (!Number.isFinite(value) || Math.abs(value) * count <= loss) return;
    const detail = shortNumber(value);
    const added = (): Predicted => ({ value, bound: loss / count });
    yield { detail, plan, added, fitted: 1, again: (other) => ({ detail, plan: other, added }) };
  },
};

const clipped: GradientMistake = {
  id: 'clipped',
  title: 'The values were clipped',
  fix: 'clip_grad_value_ belongs after the backward pass: take the gradient before.',
  of: all,
  part: 'scale',
  isAlone: true,
  *hypotheses(plan, { actual, reference }) {
    if (actual.data.length !== reference.data.length) return;
    const limit = largestOf(actual);
    if (limit === 0 || !Number.isFinite(limit) || limit >= largestOf(reference)) return;
    const detail = `to ±${shortNumber(limit)}`;
    yield { detail, plan, limit, fitted: 1, again: (other) => ({ detail, plan: other, limit }) };
  },
};

const maskedByInput: GradientMistake = {
  id: 'activation-before-applied',
  title: 'The gradient is 0 where the input is not positive',
  fix: 'The backward of a ReLU before the layer is a step of its own: dX of the layer itself has no mask.',
  of: ['input'],
  part: 'scale',
  isAlone: true,
  *hypotheses(plan, target) {
    const own = ownValues(target);
    if (own === null) return;
    const source = (at: number): number => ((own[at] as number) > 0 ? at : fillMarker.zero);
    yield { detail: '', plan, arranged: { shape: target.actual.shape, source } };
  },
};

/** Mistakes that multiply every element by the same named factor. */
export const scalesOfGradients: readonly GradientMistake[] = [reversed, accumulated, averaged, lossScale];
/** Mistakes that change the elements one by one. */
export const additionsToGradients: readonly GradientMistake[] = [
  maskedByInput,
  multipleAdded,
  updated,
  constantAdded,
  clipped,
];

/** A factor that has no name; search/fitScale.ts finds it. */
export const otherScale: GradientMistake = {
  id: 'scaled',
  title: 'Every value is multiplied by the same factor',
  fix: 'Divide by that factor, or remove the scaling.',
  of: all,
  part: 'scale',
  hypotheses: () => [],
};
