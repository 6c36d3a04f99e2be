import type { Call } from '../../../src/engine/core/call.ts';
import { type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import type { FixtureCall } from './fixture.ts';

/** A call of the fixture, in float32. */
export function callOf(one: FixtureCall): Call {
  const tensor = (shape: readonly number[], values: readonly number[]): Tensor => tensorOf('float32', shape, values);
  const { stride, padding, outputPadding, dilation } = one;
  return {
    dtype: 'float32',
    input: tensor(one.inputShape, one.input),
    weight: tensor(one.weightShape, one.weight),
    bias: one.bias === null ? null : tensor([one.bias.length], one.bias),
    params: { stride, padding, outputPadding, dilation, groups: 1 },
  };
}
