import { ok, refuse, type Result } from '../core/refusal.ts';
import { isSameShape, type Shape } from '../core/tensor.ts';

/** Whether two tensors can be compared: they must have the same shape, and nothing is broadcast. */
export function sameShape(actual: Shape, expected: Shape): Result<Shape> {
  if (isSameShape(actual, expected)) return ok(actual);
  return refuse(
    'actual',
    `actual of shape (${actual.join(', ')}) must have the shape of expected, (${expected.join(', ')}).`,
  );
}
