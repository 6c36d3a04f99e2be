import type { RoundingBound } from '../../src/engine/bound.ts';
import type { Geometry } from '../../src/engine/geometry.ts';
import {
  elementCount,
  type Float64Tensor,
  type Shape,
  type Tensor,
  zeros,
} from '../../src/engine/tensor.ts';
import type { PartResult } from '../../src/scenario/partRun.ts';

/** The tensors of a whole from those of its parts, one after the other. */
export function joinParts(
  { outputShape }: Geometry,
  parts: readonly PartResult[],
): { readonly output: Tensor; readonly reference: Float64Tensor; readonly bound: RoundingBound } {
  const output = zeros(parts[0]?.output.dtype ?? 'float32', outputShape);
  joinInto(output.data, parts.map((part) => part.output.data)); // prettier-ignore
  const data = joined(outputShape, parts.map((part) => part.reference.data)); // prettier-ignore
  const reference = { dtype: 'float64', shape: outputShape, data } as const;
  return { output, reference, bound: joinBounds(outputShape, parts.map((part) => part.bound)) }; // prettier-ignore
}

function joinBounds(shape: Shape, bounds: readonly RoundingBound[]): RoundingBound {
  const sums = bounds.filter((bound) => bound.kind === 'sums');
  const own = bounds.filter((bound) => bound.kind === 'own');
  const [first] = sums;
  if (first === undefined) return { kind: 'own', values: joined(shape, own.map((bound) => bound.values)) }; // prettier-ignore
  const magnitudes = sums.map((bound) => bound.magnitude);
  // Parts may have summed in different precisions: room for the wider one, and the bound of the narrower.
  const summed = sums.some((bound) => bound.summed === 'float32') ? 'float32' : 'float64';
  const narrow = magnitudes.every((magnitude) => magnitude instanceof Float32Array);
  const magnitude = narrow ? new Float32Array(elementCount(shape)) : new Float64Array(elementCount(shape)); // prettier-ignore
  joinInto(magnitude, magnitudes);
  return { ...first, summed, magnitude };
}

type Numbers = Float32Array | Float64Array;

function joined(shape: Shape, parts: readonly Numbers[]): Float64Array<ArrayBuffer> {
  const whole = new Float64Array(elementCount(shape));
  joinInto(whole, parts);
  return whole;
}

function joinInto(whole: Numbers, parts: readonly Numbers[]): void {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
}
