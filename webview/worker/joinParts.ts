import type { RoundingBound } from '../../src/engine/bound.ts';
import type { Geometry } from '../../src/engine/geometry.ts';
import { elementCount, type Float64Tensor, type Tensor, zeros } from '../../src/engine/tensor.ts';
import type { PartResult } from '../../src/scenario/partRun.ts';

/** The tensors of a whole from those of its parts, one after the other. */
export function joinParts(
  { outputShape, columns }: Geometry,
  parts: readonly PartResult[],
): { readonly output: Tensor; readonly reference: Float64Tensor; readonly bound: RoundingBound } {
  const [first] = parts;
  const count = elementCount(outputShape);
  const dtype = first?.output.dtype ?? 'float32';
  const output = zeros(dtype, outputShape);
  const reference = new Float64Array(count);
  // Parts may have summed in different precisions: room for the wider one, and the bound of the narrower.
  const summed = parts.some(({ bound }) => bound.summed === 'float32') ? 'float32' : 'float64';
  const wide = parts.some(({ bound }) => bound.magnitude instanceof Float64Array);
  const magnitude = wide ? new Float64Array(count) : new Float32Array(count);
  let at = 0;
  for (const part of parts) {
    output.data.set(part.output.data, at);
    reference.set(part.reference.data, at);
    magnitude.set(part.bound.magnitude, at);
    at += part.output.data.length;
  }
  const termCount = first?.bound.termCount ?? new Uint32Array(columns);
  return {
    output,
    reference: { dtype: 'float64', shape: outputShape, data: reference },
    bound: { dtype, summed, magnitude, termCount },
  };
}
