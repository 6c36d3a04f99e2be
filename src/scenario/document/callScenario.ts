import type { Call } from '../../engine/core/call.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { Scenario, ValuesSource } from './scenario.ts';

/**
 * Writes a call as a document with all its values; running the document makes the same tensors bit for bit. A document
 * can name the output of another implementation only as a file.
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
    input: valuesSource(input),
    weight: valuesSource(weight),
    bias: bias && valuesSource(bias),
    params,
    seed: 0,
    formulation,
    tolerance: {},
  };
}

function valuesSource({ shape, data }: Tensor): ValuesSource {
  return { shape, values: Array.from(data) };
}
