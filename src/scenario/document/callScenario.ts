import type { Call } from '../../engine/core/call.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { Scenario, ValuesSource } from './scenario.ts';

/**
 * A call as a document, its values written out: running it makes the very same tensors. What some other
 * implementation makes of it has no place in a document but as a file.
 */
export function callScenario(
  { dtype, input, weight, bias, params }: Call,
  name: string,
  formulation: Scenario['formulation'] = 'auto',
): Scenario {
  return {
    version: 1,
    name,
    dtype,
    input: written(input),
    weight: written(weight),
    bias: bias && written(bias),
    params,
    seed: 0,
    formulation,
    tolerance: {},
  };
}

function written({ shape, data }: Tensor): ValuesSource {
  return { shape, values: Array.from(data) };
}
