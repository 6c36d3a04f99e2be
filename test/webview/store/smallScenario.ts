import { defaultParams } from '../../../src/engine/core/call.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import type { SessionLab } from './sessionLab.ts';
import { plainScenario } from '../../scenario/plainScenario.ts';

/** A call that is computed at once: an input 3×3 and two kernels 2×2, stride 2. */
export const smallScenario = plainScenario({
  name: 'Small',
  formulation: 'unfold-matmul',
  input: { fill: 'randn', shape: [1, 1, 3, 3] },
  weight: { fill: 'randn', shape: [1, 2, 2, 2] },
  params: { ...defaultParams, stride: [2, 2] },
});

/** Returns an edit that sets the stride of both axes. */
export const withStride =
  (stride: number) =>
  (before: Scenario): Scenario => ({
    ...before,
    params: { ...before.params, stride: [stride, stride] },
  });

/** Returns the vertical stride of a scenario. */
export const strideOf = ({ params }: Scenario): number => params.stride[0];

/** Returns the argument that a session refuses; undefined if it refuses none. */
export const refusedArgument = ({ session }: SessionLab): string | undefined => session.runner.refusal.value?.argument;
