import { legalGroups as commonDivisors, legalRangeOf } from '../../src/engine/validation/legal.ts';
import type { AxisArgument } from '../../src/engine/validation/legal.ts';
import type { Axis } from '../../src/engine/core/refusal.ts';
import type { CallShape } from '../../src/engine/core/call.ts';
import { outputChannelsOf } from '../store/formShape.ts';
import type { Legal } from '../ui/stepValue.ts';

/** The legal values while the shapes are unknown: 0 and above. */
const anyNonNegative: Legal = { min: 0, max: null };

/**
 * Returns the legal values of one entry of a pair while the rest of the call stays. If the shape is null (unknown),
 * returns 0 and above.
 */
export function legalOf(shape: CallShape | null, argument: AxisArgument, axis: Axis): Legal {
  return shape === null ? anyNonNegative : legalRangeOf(shape, argument, axis);
}

/** Returns the legal numbers of groups: the common divisors of Cin and Cout. `groups` is the current number. */
export function legalGroupsOf(shape: CallShape | null, groups: number): Legal {
  const cin = shape?.weight[0];
  if (shape === null || cin === undefined || !Number.isSafeInteger(cin) || cin < 1) return { min: 1, max: null };
  const cout = outputChannelsOf(shape.weight, groups);
  if (!Number.isSafeInteger(cout) || cout < 1) return { min: 1, max: null };
  const values = commonDivisors(cin, cout);
  return values === null ? { min: 1, max: null } : { values };
}
