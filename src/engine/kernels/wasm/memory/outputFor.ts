import type { Geometry } from '../../../geometry/geometry.ts';
import { type DType, elementCount, type Tensor, zeros } from '../../../core/tensor.ts';

/** The recycled tensor where it fits, else a new one: every element of it will be written. */
export function outputFor(
  { outputShape }: Pick<Geometry, 'outputShape'>,
  { dtype, recycled }: { readonly dtype: DType; readonly recycled?: Tensor | undefined },
): Tensor {
  return recycled?.dtype === dtype && recycled.data.length === elementCount(outputShape)
    ? { ...recycled, shape: outputShape }
    : zeros(dtype, outputShape);
}
