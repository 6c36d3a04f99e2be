import type { Shape } from '../../engine/core/tensor.ts';
import { formatShape } from './format.ts';

/**
 * Says that an output to check has another shape than the call's output: "y.npy is 28×28; this call's output is 24×24."
 * If more than height and width differ, with all axes.
 */
export function wrongShapeText(name: string, actual: Shape, expected: Shape): string {
  const isSpatial = actual.length === expected.length && actual.slice(0, -2).every((size, i) => size === expected[i]);
  const text = (shape: Shape): string => formatShape(isSpatial ? shape.slice(-2) : shape);
  return `${name} is ${text(actual)}; this call's output is ${text(expected)}.`;
}
