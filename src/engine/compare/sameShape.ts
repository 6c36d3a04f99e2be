import { accept, refuse, type Result } from '../refusal.ts';
import type { Shape } from '../tensor.ts';

/** Whether two tensors can be compared: they must have the same shape, and nothing is broadcast. */
export function sameShape(actual: Shape, expected: Shape): Result<Shape> {
  if (actual.length === expected.length && actual.every((size, i) => size === expected[i])) {
    return accept(actual);
  }
  return refuse(
    'actual',
    `actual of shape (${actual.join(', ')}) must have the shape of expected, (${expected.join(', ')}).`,
  );
}
