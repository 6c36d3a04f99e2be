import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Shape } from '../../engine/core/tensor.ts';

/** PyTorch's and NumPy's greatest number of axes. */
export const maxAxes = 64;

/** Refuses shapes that no tensor has: too many axes, or more elements than can be counted. */
export function checkTensorShape(shape: Shape): Result<null> {
  if (shape.length > maxAxes) {
    return refuse('file', `it has ${shape.length} axes; ${maxAxes} is the most.`);
  }
  if (Number.isSafeInteger(elementCount(shape))) return ok(null);
  return refuse('file', `it has more elements than can be counted: shape (${shape.join(', ')}).`);
}
