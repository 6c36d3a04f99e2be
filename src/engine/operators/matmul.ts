import { flatIndexOf } from '../geometry/planeOffsets.ts';
import { kernelsOf } from '../kernels/kernelsOf.ts';
import type { Arithmetic } from '../rounding/arithmetic.ts';
import { type Progress, progressOf } from '../core/progress.ts';
import { ok, refuse, type Result } from '../core/refusal.ts';
import { finish, type Steps } from '../core/steps.ts';
import { shapeText, type Tensor, zeros } from '../core/tensor.ts';

/**
 * Multiplies matrices (m, k) · (k, n) → (m, n) of one dtype, in that dtype: each element is summed from 0 over
 * ascending k, every product and sum rounded.
 */
export function matmul(a: Tensor, b: Tensor): Result<Tensor> {
  const [rows, inner, ...moreA] = a.shape;
  const [innerB, columns, ...moreB] = b.shape;
  if (rows === undefined || inner === undefined || moreA.length > 0) {
    return refuse('input', `the left factor of shape ${shapeText(a.shape)} must be a matrix.`);
  }
  if (innerB === undefined || columns === undefined || moreB.length > 0) {
    return refuse('input', `the right factor of shape ${shapeText(b.shape)} must be a matrix.`);
  }
  if (inner !== innerB) {
    return refuse(
      'input',
      `the left factor has ${inner} columns, so the right factor must have ${inner} rows, not ${innerB}.`,
    );
  }
  if (a.dtype !== b.dtype) {
    return refuse('dtype', `${a.dtype} · ${b.dtype}: both factors must have the same dtype.`);
  }
  const output = zeros(a.dtype, [rows, columns]);
  finish(multiply(a, b, output, progressOf('Matrix product', rows * inner * columns)));
  return ok(output);
}

/** Number of columns that are computed together, so that a row of the product stays in the first-level cache. */
const block = 2048;

/**
 * Adds the product of the matrices a (m, k) and b (k, n) to y (m, n). Each element is summed over ascending k. The
 * caller makes sure that all three have the same dtype and that their shapes match.
 */
export function* multiply(
  a: Tensor,
  b: Tensor,
  y: Tensor,
  progress: Progress,
  arithmetic: Arithmetic = y.dtype,
): Steps<void> {
  const { addRowProduct } = kernelsOf(arithmetic);
  const [rows = 0, inner = 0] = a.shape;
  const [, columns = 0] = y.shape;
  for (let from = 0; from < columns; from += block) {
    const count = Math.min(block, columns - from);
    const size = { rows: inner, columns: count, xRow: columns };
    for (let row = 0; row < rows; row++) {
      const to = flatIndexOf(columns, row, from);
      addRowProduct(size, a.data, flatIndexOf(inner, row, 0), b.data, from, y.data, to);
      const step = progress.advance(inner * count);
      if (step !== null) yield step;
    }
  }
}
