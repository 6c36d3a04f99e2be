import { type FrameworkCall, frameworkCalls } from '../../dialects/frameworkCalls.ts';
import { portableOfCall } from '../../dialects/portableCall.ts';
import type { TensorLayout } from '../../dialects/writing.ts';
import type { CallShape } from '../../engine/core/call.ts';
import { weightLayoutOf } from '../document/dialectCall.ts';
import type { Scenario } from '../document/scenario.ts';

/**
 * Writes a scenario's call in the words of every framework. `shape` has its sizes in PyTorch's order. The programs are
 * given x and b as the scenario has them, and w in the order of the framework in whose words the scenario is written;
 * `layout` overrides both.
 */
export function scenarioCalls(
  { call }: Scenario,
  shape: CallShape,
  layout: Partial<TensorLayout> = {},
): readonly FrameworkCall[] {
  const portable = portableOfCall(shape);
  const given = call === undefined ? portable.given : { ...weightLayoutOf(call), channels: 'first' as const };
  return frameworkCalls({ ...portable, given: { ...given, ...layout } });
}
