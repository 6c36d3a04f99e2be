import type { Shape, Tensor } from '../../core/tensor.ts';
import { indexAt } from '../../core/flatIndex.ts';
import type { AxisPlan, GradientPlan } from '../sums/gradientPlan.ts';

/** The axes of a plane, with their names. */
export const planeAxes = [
  ['h', 'height'],
  ['w', 'width'],
] as const;

/** Returns a plan with both axes changed. */
export function withAxes(plan: GradientPlan, change: (axis: AxisPlan, at: 0 | 1) => Partial<AxisPlan>): GradientPlan {
  return { ...plan, h: { ...plan.h, ...change(plan.h, 0) }, w: { ...plan.w, ...change(plan.w, 1) } };
}

/** Returns a plan with one axis changed. */
export function withAxis(plan: GradientPlan, axis: 'h' | 'w', change: Partial<AxisPlan>): GradientPlan {
  return { ...plan, [axis]: { ...plan[axis], ...change } };
}

/** Returns true if two plans have the same numbers along both axes. */
export function hasSameAxes(a: GradientPlan, b: GradientPlan): boolean {
  return JSON.stringify([a.h, a.w]) === JSON.stringify([b.h, b.w]);
}

/** Returns a tensor whose element at a flat index is the element of `from` that `source` gives. */
export function gathered(from: Tensor, shape: Shape, source: (at: number) => number): Tensor {
  const data = from.data.slice();
  for (let at = 0; at < data.length; at++) data[at] = from.data[source(at)] as number;
  return { dtype: from.dtype, shape, data } as Tensor;
}

/** Returns the orders of the numbers 0 … count − 1, without the first, which leaves all in place. */
export function otherOrders(count: number): readonly (readonly number[])[] {
  const orders = (rest: readonly number[]): readonly (readonly number[])[] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((first) => orders(rest.filter((other) => other !== first)).map((order) => [first, ...order]));
  return orders(Array.from({ length: count }, (_, i) => i)).slice(1);
}

/**
 * Returns the shape of a tensor whose axes are put in another order, and a function from a flat index there to the flat
 * index of the same element in the original.
 */
export function reordered(
  shape: Shape,
  order: readonly number[],
): { readonly shape: Shape; readonly source: (at: number) => number } {
  const target = order.map((axis) => shape[axis] as number);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  return {
    shape: target,
    source: (at) =>
      indexAt(target, at).reduce((sum, index, axis) => sum + index * (strides[order[axis] as number] as number), 0),
  };
}
