import { progressOf } from '../core/progress.ts';
import type { Steps } from '../core/steps.ts';
import type { Shape, Tensor } from '../core/tensor.ts';

/** The dot product of two tensors, and the dot product of their magnitudes. */
export interface DotProductSum {
  readonly sum: number;
  readonly magnitude: number;
}

/**
 * Computes Σ a·b in float64 over two arrays of this shape: each row (last axis) is summed separately, then the rows of
 * a plane, then the planes. The result is as accurate as a single running sum, but each product passes fewer roundings:
 * {@link dotRoundings}.
 */
export function* dotProductOf(a: Tensor['data'], b: Tensor['data'], shape: Shape): Steps<DotProductSum> {
  const { columns, rows, planes } = extents(shape);
  const progress = progressOf('Dot product', a.length);
  let [sum, magnitude, at] = [0, 0, 0];
  for (let plane = 0; plane < planes; plane++) {
    let [planeSum, planeMagnitude] = [0, 0];
    for (let row = 0; row < rows; row++) {
      let [rowSum, rowMagnitude] = [0, 0];
      for (let column = 0; column < columns; column++, at++) {
        const product = (a[at] as number) * (b[at] as number);
        rowSum += product;
        rowMagnitude += Math.abs(product);
      }
      planeSum += rowSum;
      planeMagnitude += rowMagnitude;
      const step = progress.advance(columns);
      if (step !== null) yield step;
    }
    sum += planeSum;
    magnitude += planeMagnitude;
  }
  return { sum, magnitude };
}

/**
 * Returns the largest number of roundings that one product passes through in {@link dotProductOf}, including the
 * rounding of the product itself. Adding to 0 is exact and does not count.
 */
export function dotRoundings(shape: Shape): number {
  const { columns, rows, planes } = extents(shape);
  return 1 + Math.max(0, columns - 1) + Math.max(0, rows - 1) + Math.max(0, planes - 1);
}

function extents(shape: Shape) {
  const [columns = 1, rows = 1, ...rest] = [...shape].reverse();
  return { columns, rows, planes: rest.reduce((count, size) => count * size, 1) };
}
