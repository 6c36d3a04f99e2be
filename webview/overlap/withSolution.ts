import type { Pair } from '../../src/engine/core/call.ts';
import type { PairSolution } from '../../src/engine/layer/inverse.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { withWeightSize } from '../store/formShape.ts';

/** The parameters of a solution that are the call's own; the kernel's size is its weight's. */
const params = ['stride', 'padding', 'outputPadding', 'dilation'] as const;

/** The scenario with a solution's parameters and, where the weight is not a file's, its kernel size. */
export function scenarioWithSolution(scenario: Scenario, { h, w }: PairSolution): Scenario {
  const pairs = params.map((name): [string, Pair] => [name, [h[name], w[name]]]);
  const next = { ...scenario, params: { ...scenario.params, ...Object.fromEntries(pairs) } };
  return withWeightSize(withWeightSize(next, 'kH', h.kernelSize), 'kW', w.kernelSize);
}
