import { legalGroups as commonDivisors, legalRangeOf } from '../../src/engine/validation/legal.ts';
import type { AxisArgument } from '../../src/engine/validation/legal.ts';
import type { Axis } from '../../src/engine/core/refusal.ts';
import type { CallShape } from '../../src/engine/core/call.ts';
import { outputChannelsOf } from '../store/formShape.ts';
import type { Legal } from '../ui/stepValue.ts';

/** Where the shapes are not known yet, the steppers only keep to what no call may go below. */
const unknown: Legal = { min: 0, max: null };

/** The values that a stepper of a pair may reach, all else being equal. `shape`: the call's, null if it is not known. */
export function legalOf(shape: CallShape | null, argument: AxisArgument, axis: Axis): Legal {
  return shape === null ? unknown : legalRangeOf(shape, argument, axis);
}

/** The common divisors of Cin and Cout. `groups`: the present number of groups. */
export function legalGroupsOf(shape: CallShape | null, groups: number): Legal {
  const cin = shape?.weight[0];
  if (shape === null || cin === undefined || !Number.isSafeInteger(cin) || cin < 1) return { min: 1, max: null };
  const cout = outputChannelsOf(shape.weight, groups);
  return { values: commonDivisors(cin, cout) };
}
