import type { RoundingBound } from '../../src/engine/rounding/bound.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import type { SpareBuffers } from '../../src/engine/core/spareBuffers.ts';
import { type DType, type Float64Tensor, type Tensor, zeros } from '../../src/engine/core/tensor.ts';
import type { PartResult } from '../../src/scenario/run/partRun.ts';

type Numbers = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
type Join = (dtype: DType, parts: readonly Numbers[]) => Tensor;

/**
 * Joins the tensors of the parts, one after the other, into the tensors of the whole run, in spare memory if there is
 * any.
 */
export function joinParts(
  { outputShape }: Geometry,
  parts: readonly PartResult[],
  spare: SpareBuffers,
): {
  readonly computedOutput: Tensor;
  readonly reference: Float64Tensor;
  readonly bound: RoundingBound;
} {
  const join: Join = (dtype, arrays) => {
    const whole = spare.take(dtype, outputShape) ?? zeros(dtype, outputShape);
    let at = 0;
    for (const array of arrays) {
      whole.data.set(array, at);
      at += array.length;
    }
    return whole;
  };
  const outputs = parts.map(({ computedOutput }) => computedOutput);
  const computedOutput = join(
    outputs[0]?.dtype ?? 'float32',
    outputs.map(({ data }) => data),
  );
  const { data } = join(
    'float64',
    parts.map(({ reference }) => reference.data),
  );
  const reference = { dtype: 'float64', shape: outputShape, data: data as Float64Tensor['data'] } as const;
  return {
    computedOutput,
    reference,
    bound: joinBounds(
      parts.map(({ bound }) => bound),
      join,
    ),
  };
}

function joinBounds(bounds: readonly RoundingBound[], join: Join): RoundingBound {
  const sums = bounds.filter((bound) => bound.kind === 'sums');
  const own = bounds.filter((bound) => bound.kind === 'own');
  const [first] = sums;
  if (first === undefined) {
    const { data } = join(
      'float64',
      own.map(({ values }) => values),
    );
    return { kind: 'own', values: data as Float64Tensor['data'] };
  }
  // If parts have summed in different precisions, the arrays have the wider one, and the bound the narrower one.
  const summed = sums.some((bound) => bound.summed === 'float32') ? 'float32' : 'float64';
  const magnitudes = sums.map(({ magnitude }) => magnitude);
  const narrow = magnitudes.every((magnitude) => magnitude instanceof Float32Array);
  const { data } = join(narrow ? 'float32' : 'float64', magnitudes);
  return { ...first, summed, magnitude: data };
}
