import type { AxisGeometry, Geometry } from '../../../src/engine/geometry/geometry.ts';

const minus = '\u2212';
const number = (value: number): string => String(value).replace('-', minus);
const both = (h: number, w: number): string => (h === w ? number(h) : `${number(h)} × ${number(w)}`);

/**
 * How x̂ comes from x: "zeros between: 0 · pad d(k−1)−p = 2", or with an output padding
 * "zeros between: 1 · pad: 1 before, 2 after". Where the axes differ: height × width. A negative
 * pad crops.
 */
export function paddedCaption({ h, w }: Pick<Geometry, 'h' | 'w'>): string {
  const between = `zeros between: ${both(h.stride - 1, w.stride - 1)}`;
  const crops = Math.min(h.before, w.before, h.after, w.after) < 0 ? ' (negative crops)' : '';
  const even = (axis: AxisGeometry): boolean => axis.before === axis.after;
  if (even(h) && even(w)) {
    return `${between} · pad d(k${minus}1)${minus}p = ${both(h.before, w.before)}${crops}`;
  }
  return `${between} · pad: ${both(h.before, w.before)} before, ${both(h.after, w.after)} after${crops}`;
}
