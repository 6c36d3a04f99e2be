import type { Shape } from '../../core/tensor.ts';
import { indexAt } from '../../core/flatIndex.ts';
import type { AxisPlan, GradientPlan } from '../sums/gradientPlan.ts';
import { axisSteps } from '../sums/planeSums.ts';

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

/** Returns the orders of the numbers 0 … count − 1, without the first, which leaves all in place. */
export function otherOrders(count: number): readonly (readonly number[])[] {
  const orders = (rest: readonly number[]): readonly (readonly number[])[] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((first) => orders(rest.filter((other) => other !== first)).map((order) => [first, ...order]));
  return orders(Array.from({ length: count }, (_, i) => i)).slice(1);
}

/** A tensor whose axes are put in another order. */
interface Reordered {
  readonly shape: Shape;
  /** Returns, for a flat index of the new tensor, the flat index of the same element in the original. */
  readonly source: (at: number) => number;
}

/** Returns a shape with its axes in another order, and where its elements come from. */
export function reordered(shape: Shape, order: readonly number[]): Reordered {
  const target = order.map((axis) => shape[axis] as number);
  const steps = axisSteps(shape, Array.from(shape.keys()));
  return {
    shape: target,
    source: (at) =>
      indexAt(target, at).reduce((sum, index, i) => sum + index * (steps[order[i] as number] as number), 0),
  };
}

/** Names the order of the axes that have more than one entry: orders with the same name are the same. */
export function movedAxes(shape: Shape, order: readonly number[]): string {
  return order.filter((axis) => shape[axis] !== 1).join();
}
