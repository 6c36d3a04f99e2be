import type { Call } from '../core/call.ts';
import { chosenReference } from '../reference/chosenReference.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { Steps } from '../core/steps.ts';
import { castTensor, type Tensor } from '../core/tensor.ts';

/**
 * What a certificate examines: conv_transpose2d of a float64 call. It has to add up the definition's products, in
 * any order, with or without structural zeros: every formulation's `run` but Winograd's does.
 */
export type Transposed = (call: Call, geometry: Geometry) => Steps<Tensor>;

/** The reference that every run is compared with. */
export function* referenceOf(call: Call, geometry: Geometry): Steps<Tensor> {
  return (yield* chosenReference(call, geometry)).reference;
}

/** The same call in float64; its numbers are the same. */
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
