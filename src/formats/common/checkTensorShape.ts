import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Shape } from '../../engine/core/tensor.ts';

/** The largest number of axes in PyTorch and in NumPy. */
export const maxAxes = 64;

/**
 * Refuses a shape that no tensor can have: too many axes, or more elements than 2⁵³ − 1. The sentence calls the tensor
 * "it".
 */
export function checkTensorShape(shape: Shape): Result<null> {
  if (shape.length > maxAxes) {
    return refuse('file', `it has ${shape.length} axes; at most ${maxAxes} can be read.`);
  }
  if (Number.isSafeInteger(elementCount(shape))) return ok(null);
  return refuse('file', `it has more than 2⁵³ − 1 elements: shape (${shape.join(', ')}).`);
}
