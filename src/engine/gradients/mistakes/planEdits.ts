import { elementCount, isSameShape, type Shape, type Tensor } from '../../core/tensor.ts';
import { indexAt } from '../../core/flatIndex.ts';
import type { AxisPlan, GradientPlan } from '../sums/gradientPlan.ts';
import { axisSteps, planesIn, type PlaneStack } from '../sums/planeSums.ts';

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

/** Returns where the elements of a shape lie in memory if its axes lie there in another order, the last one fastest. */
export function readIn(shape: Shape, order: readonly number[]): (at: number) => number {
  const steps = axisSteps(shape, order);
  return (at) => indexAt(shape, at).reduce((sum, index, axis) => sum + index * (steps[axis] as number), 0);
}

/** Names the order of the axes that have more than one entry: orders with the same name are the same. */
export function movedAxes(shape: Shape, order: readonly number[]): string {
  return order.filter((axis) => shape[axis] !== 1).join();
}

/** The most elements of a tensor that are copied in every order. */
const mostCopied = 2 ** 17;

const copies = new WeakMap<Tensor['data'], Map<string, Float64Array<ArrayBuffer>>>();

/** Copies a tensor of four axes with its axes in another order. Keeps the copy, because pairs of mistakes ask for it again. */
function copyIn(data: Tensor['data'], shape: Shape, order: readonly number[]): Float64Array<ArrayBuffer> {
  const known = copies.get(data) ?? new Map<string, Float64Array<ArrayBuffer>>();
  copies.set(data, known);
  const key = `${shape.join()} ${order.join()}`;
  const copy = known.get(key) ?? new Float64Array(data.length);
  if (known.has(key)) return copy;
  known.set(key, copy);
  const steps = axisSteps(shape, Array.from(shape.keys()));
  const [a, b, c, d] = order.map((axis) => ({ size: shape[axis] as number, step: steps[axis] as number })) as [
    AxisStep,
    AxisStep,
    AxisStep,
    AxisStep,
  ];
  let at = 0;
  for (let i = 0; i < a.size; i++)
    for (let j = 0; j < b.size; j++)
      for (let k = 0; k < c.size; k++) {
        const from = i * a.step + j * b.step + k * c.step;
        for (let l = 0; l < d.size; l++) copy[at++] = data[from + l * d.step] as number;
      }
  return copy;
}

interface AxisStep {
  readonly size: number;
  readonly step: number;
}

/**
 * Yields the planes of a tensor of four axes that lies in memory in another order than it is read: stored in the right order
 * and read in another one, or the other way round.
 */
export function* memoryOrders(
  data: Tensor['data'],
  shape: Shape,
  names: readonly string[],
  isLeftOut: (order: readonly number[]) => boolean = () => false,
): Generator<{ readonly detail: string; readonly planes: PlaneStack }> {
  const right = movedAxes(shape, Array.from(shape.keys()));
  const seen = new Set([right]);
  for (const order of otherOrders(shape.length)) {
    // Axes of one entry make many names for the same order.
    const moved = movedAxes(shape, order);
    if (seen.has(moved) || isLeftOut(order)) continue;
    seen.add(moved);
    const detail = order.map((axis) => names[axis]).join(', ');
    yield { detail, planes: planesIn(data, shape, order) };
    if (data.length > mostCopied || data.length !== elementCount(shape)) continue;
    yield { detail: `stored as ${detail}`, planes: planesIn(copyIn(data, shape, order), shape) };
  }
}

/** Returns `given` if it is a shape with axes of one entry added, otherwise the shape itself. */
export function orWithOnes(shape: Shape, given: Shape): Shape {
  const long = (sizes: Shape): Shape => sizes.filter((size) => size !== 1);
  return isSameShape(long(shape), long(given)) ? given : shape;
}
