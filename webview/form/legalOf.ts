import { legalGroups as commonDivisors, legalRangeOf } from '../../src/engine/validation/legal.ts';
import type { AxisArgument } from '../../src/engine/validation/legal.ts';
import type { Axis } from '../../src/engine/core/refusal.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { scenarioShape } from '../../src/scenario/document/scenarioShape.ts';
import { filesAtHand } from '../store/files.ts';
import { outputChannelsOf } from '../store/formShape.ts';
import type { Legal } from '../ui/stepValue.ts';

/** Where the shapes are not known yet, the steppers only keep to what no call may go below. */
const unknown: Legal = { min: 0, max: null };

/** What a stepper of a pair may reach, all else being equal. */
export function legalOf(scenario: Scenario, argument: AxisArgument, axis: Axis): Legal {
  const shape = shapeOf(scenario);
  return shape === null ? unknown : legalRangeOf(shape, argument, axis);
}

/** The common divisors of Cin and Cout. */
export function legalGroupsOf(scenario: Scenario): Legal {
  const shape = shapeOf(scenario);
  const cin = shape?.weight[0];
  if (shape === null || cin === undefined || !Number.isSafeInteger(cin) || cin < 1) return { min: 1, max: null };
  const cout = outputChannelsOf(shape.weight, scenario.params.groups);
  return { values: commonDivisors(cin, cout) };
}

function shapeOf(scenario: Scenario) {
  const shape = scenarioShape(scenario, new Map(filesAtHand(scenario) ?? []));
  return shape.ok ? shape.value : null;
}
