import type { AxisGeometry } from '../geometry/geometry.ts';
import { overlapCounts } from './overlap.ts';

/** The most outputs of an axis that are looked at. */
const mostOutputs = 2 ** 20;

/** Returns the outputs of an axis, ascending, that no tap reaches; they hold the bias alone, or 0. Looks at the first 2²⁰. */
export function unreachedOutputs(axis: AxisGeometry): readonly number[] {
  return Array.from(overlapCounts(axis, mostOutputs)).flatMap((count, output) => (count === 0 ? [output] : []));
}
