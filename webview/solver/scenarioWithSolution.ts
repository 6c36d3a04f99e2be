import type { Pair } from '../../src/engine/core/call.ts';
import type { PairSolution } from '../../src/engine/layer/solveOutputSize.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { withWeightSize } from '../store/formShape.ts';

/** The parameters of a solution that are the call's; the kernel size belongs to the weight. */
const params = ['stride', 'padding', 'outputPadding', 'dilation'] as const;

/** Returns the scenario with a solution's parameters and, unless the weight is in a file, its kernel size. */
export function scenarioWithSolution(scenario: Scenario, { h, w }: PairSolution): Scenario {
  const pairs = params.map((name): [string, Pair] => [name, [h[name], w[name]]]);
  const next = { ...scenario, params: { ...scenario.params, ...Object.fromEntries(pairs) } };
  return withWeightSize(withWeightSize(next, 'kH', h.kernelSize), 'kW', w.kernelSize);
}
