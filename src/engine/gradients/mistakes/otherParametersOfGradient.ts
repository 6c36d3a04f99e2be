import { differenceIfExplained } from '../../diagnose/search/explained.ts';
import { probePlaces } from '../../diagnose/search/probePlaces.ts';
import { changesInWords } from '../../diagnose/model/parameterNames.ts';
import { indexAt } from '../../core/flatIndex.ts';
import { isSameShape } from '../../core/tensor.ts';
import { fullGradientShape, type GradientKind, gradientShape } from '../sums/gradientCall.ts';
import { type AxisPlan, type GradientPlan, sumsOf } from '../sums/gradientPlan.ts';
import { sumReader } from '../sums/planeSums.ts';
import type { GradientMistake, GradientTarget } from './gradientMistake.ts';
import { paramsOfPlan } from './parametersInGradient.ts';
import { withAxes } from './planEdits.ts';

/** The largest stride, dilation and padding that are tried, beyond those of the call. */
const furthest = { stride: 2, dilation: 2, padding: 3 } as const;
/** The most products that the search computes. */
const mostProducts = 2 ** 27;

/** Returns an axis with the numbers that are tried along it; the call's own first. */
function candidatesOf(axis: AxisPlan): readonly AxisPlan[] {
  const { stride, padding, dilation, taps } = axis;
  const upTo = (from: number, to: number): readonly number[] =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const made: AxisPlan[] = [axis];
  for (const s of upTo(1, stride + furthest.stride)) {
    for (const d of taps === 1 ? [dilation] : upTo(1, dilation + furthest.dilation)) {
      for (const p of upTo(0, Math.max(padding + furthest.padding, d * (taps - 1)))) {
        if (s !== stride || p !== padding || d !== dilation) made.push({ ...axis, stride: s, padding: p, dilation: d });
      }
    }
  }
  return made;
}

/**
 * Finds the numbers with which the definition gives a gradient. Along each axis the candidates are grouped by the terms
 * that they give at a few rows or columns of the gradient, so that each combination of groups is computed once; a few
 * elements decide which are left.
 */
function* fittingPlans(plan: GradientPlan, target: GradientTarget): Generator<GradientPlan> {
  const { actual, rounding } = target;
  const size = actual.shape.slice(-2) as [number, number];
  const places = probePlaces(target, { wrong: 8, anywhere: 4 });
  const [rows, columns] = [candidatesOf(plan.h), candidatesOf(plan.w)];
  const perElement = (sumsOf(plan).pairsOf(0).length / 2) * termsPerElement(plan);
  // If all combinations take too long, only one axis has other numbers, or both have the same.
  const isWide = rows.length * columns.length * perElement * 2 <= mostProducts;
  const [ownRow, ownColumn] = [plan.h, plan.w];
  let left: readonly (readonly [AxisPlan, AxisPlan])[] = isWide
    ? rows.flatMap((row) => columns.map((column) => [row, column] as const))
    : [
        ...rows.map((row) => [row, ownColumn] as const),
        ...columns.map((column) => [ownRow, column] as const),
        ...rows.flatMap((row) =>
          columns.filter((column) => sameNumbers(row, column)).map((column) => [row, column] as const),
        ),
      ];
  for (const at of places) {
    const [y, x] = indexAt(size, at % (size[0] * size[1])) as [number, number];
    const known = new Map<string, boolean>();
    left = left.filter(([row, column]) => {
      const key = `${termsKey(row, y, plan.of)} ${termsKey(column, x, plan.of)}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const sum = sumReader(sumsOf({ ...plan, h: row, w: column }))(at);
      const fits =
        differenceIfExplained(actual.data[at] as number, { value: sum.value, bound: rounding.bound(sum) }) !== null;
      known.set(key, fits);
      return fits;
    });
    if (left.length === 0) return;
  }
  for (const [row, column] of left) yield { ...plan, h: row, w: column };
}

const sameNumbers = (a: AxisPlan, b: AxisPlan): boolean =>
  a.stride === b.stride && a.padding === b.padding && a.dilation === b.dilation;

/** Returns the number of products of an element, for one pair of planes. */
function termsPerElement({ of, h, w }: GradientPlan): number {
  return of === 'input' ? h.taps * w.taps : h.inputSize * w.inputSize;
}

/** Names the terms of a row (or column): candidates with the same name have the same terms there. */
function termsKey(numbers: AxisPlan, row: number, of: GradientKind): string {
  return of === 'input'
    ? `${row * numbers.stride - numbers.padding}/${numbers.dilation}`
    : `${row * numbers.dilation - numbers.padding}/${numbers.stride}`;
}

/** The call with other numbers gives the gradient. */
const otherParameters: GradientMistake = {
  id: 'other-parameters',
  title: 'Other parameters were used',
  fix: 'Pass the parameters of the forward call to its backward.',
  of: ['input', 'weight'],
  part: 'parameters',
  isGeneral: true,
  isAlone: true,
  alternatives: ({ call, actual }) => {
    const shape = gradientShape(call);
    const { h, w } = call.geometry;
    const count = (axis: typeof h): number => candidatesOf({ ...axis, taps: axis.kernelSize }).length;
    return actual.shape.length === shape.length ? 2 * count(h) * count(w) : 0;
  },
  *hypotheses(plan, target) {
    const right = fullGradientShape(target.call);
    const given = target.actual.shape.length === right.length ? target.actual.shape : [1, ...target.actual.shape];
    if (!isSameShape(given.slice(0, -2), right.slice(0, -2)) || given.length !== right.length) return;
    for (const isFlipped of [false, true]) {
      const base = isFlipped ? withAxes(plan, () => ({ isFlipped })) : plan;
      if (isFlipped && plan.h.taps * plan.w.taps === 1) continue;
      for (const made of fittingPlans(base, target)) {
        const params = paramsOfPlan(made);
        const own = target.call.geometry.params;
        const words = changesInWords(own, params);
        if (words === '' && !isFlipped) continue;
        const detail = [words, isFlipped ? 'kernel rotated by 180°' : ''].filter((text) => text !== '').join(', ');
        yield {
          detail,
          plan: made,
          hasGivenShape: true,
          again: (other) => ({ detail, plan: { ...other, h: made.h, w: made.w } }),
          ...(isFlipped ? {} : { params }),
        };
      }
    }
  },
};

/** The search of other parameters, which contains other mistakes. */
export const otherParametersOfGradients: readonly GradientMistake[] = [otherParameters];
