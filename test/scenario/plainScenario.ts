import { defaultParams } from '../../src/engine/core/call.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';

/** Returns a scenario of float32 tensors without bias, with PyTorch's default parameters, but for what is given. */
export function plainScenario(given: Pick<Scenario, 'input' | 'weight'> & Partial<Scenario>): Scenario {
  return {
    version: 1,
    name: 'test',
    dtype: 'float32',
    bias: null,
    params: defaultParams,
    seed: 0,
    formulation: 'auto',
    tolerance: {},
    ...given,
  };
}
