import type { Call } from '../core/call.ts';
import { computeReference } from '../reference/computeReference.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { Steps } from '../core/steps.ts';
import { castTensor, type Tensor } from '../core/tensor.ts';

/**
 * The implementation under test: computes conv_transpose2d of a float64 call. It must add up the products of the
 * definition, in any order; additional products with inserted or padding zeros are allowed. The `run` of every
 * formulation except Winograd does so.
 */
export type TransposedConvolution = (call: Call, geometry: Geometry) => Steps<Tensor>;

/** Computes the reference output, with which the output of every run is compared. */
export function* referenceOf(call: Call, geometry: Geometry): Steps<Tensor> {
  return (yield* computeReference(call, geometry)).reference;
}

/** Converts a call to float64 without changing its values. */
export function inFloat64(call: Call): Call {
  const { input, weight, bias } = call;
  return {
    ...call,
    dtype: 'float64',
    input: castTensor(input, 'float64'),
    weight: castTensor(weight, 'float64'),
    bias: bias === null ? null : castTensor(bias, 'float64'),
  };
}
