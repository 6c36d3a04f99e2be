import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { formatIndex } from '../../src/scenario/text/format.ts';
import type { TypedIndex } from './parseIndex.ts';

/**
 * Returns why an index is not one of the output's, or null if it is: "[0, 0, 9, 9] is outside the output: y goes from 0
 * to 7, x goes from 0 to 7."
 */
export function indexRefusal(index: TypedIndex, geometry: Geometry): string | null {
  const sizes = { n: geometry.n, c: geometry.cout, y: geometry.h.outputSize, x: geometry.w.outputSize };
  const names = (['n', 'c', 'y', 'x'] as const).filter((name) => index[name] !== undefined);
  const outside = names.filter((name) => (index[name] ?? 0) >= sizes[name]);
  if (outside.length === 0) return null;
  const range = (name: keyof typeof sizes): string =>
    sizes[name] === 1 ? 'is 0' : `goes from 0 to ${sizes[name] - 1}`;
  return `${formatIndex(names.map((name) => index[name] ?? 0))} is outside the output: ${outside.map((name) => `${name} ${range(name)}`).join(', ')}.`;
}
