import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Shape } from '../../engine/core/tensor.ts';

/** The largest number of axes that PyTorch and NumPy support. */
export const maxAxes = 64;

/**
 * Refuses a shape that no tensor can have: one with too many axes, or with more than 2⁵³ − 1 elements. The message
 * calls the tensor "it"; the caller puts the name before.
 */
export function checkTensorShape(shape: Shape): Result<null> {
  if (shape.length > maxAxes) {
    return refuse('file', `it has ${shape.length} axes; at most ${maxAxes} can be read.`);
  }
  if (Number.isSafeInteger(elementCount(shape))) return ok(null);
  return refuse('file', `it has more than 2⁵³ − 1 elements: shape (${shape.join(', ')}).`);
}
