import type { Shape } from '../../../core/tensor.ts';
import type { Collective, Predicted } from '../../model/hypothesis.ts';

/** An element that another one is made of, and its weight; an index outside of the plane stands for a zero. */
type Source = readonly [at: number, weight: number];

/** How one index of an axis is made of indices of the axis before. */
export type AxisSources = (index: number) => readonly Source[];

/** A plane that is made of another one, axis by axis. */
export interface PlaneSources {
  readonly size: readonly [height: number, width: number];
  readonly down: AxisSources;
  readonly across: AxisSources;
  readonly combined: 'summed' | 'largest' | 'mean of those inside';
}

/** Returns the output whose planes are each made of a plane of `shape`. */
export function planesFrom(shape: Shape, { size, down, across, combined }: PlaneSources): Collective {
  const [height, width] = size;
  const [h = 1, w = 1] = shape.slice(-2);
  const area = height * width;
  return {
    shape: [...shape.slice(0, -2), height, width],
    at: (at, read, roundoff) => {
      const place = at % area;
      const first = Math.floor(at / area) * h * w;
      const rows = down(Math.floor(place / width));
      const columns = across(place % width);
      let [value, bound, magnitude, inside] = [0, 0, 0, 0];
      let largest: Predicted = { value: -Infinity, bound: 0 };
      for (const [y, ofRow] of rows) {
        for (const [x, ofColumn] of columns) {
          if (y < 0 || x < 0 || y >= h || x >= w) continue;
          const one = read(first + y * w + x);
          const weight = ofRow * ofColumn;
          value += weight * one.value;
          bound += Math.abs(weight) * one.bound;
          magnitude += Math.abs(weight * one.value);
          inside += weight;
          largest = { value: Math.max(largest.value, one.value), bound: Math.max(largest.bound, one.bound) };
        }
      }
      if (combined === 'largest') return largest;
      const scale = combined === 'summed' ? 1 : 1 / inside;
      // The weights of an interpolation are rounded as well, from positions that grow with the size.
      const roundings = rows.length + columns.length + 4 + (h + w) / 16;
      return { value: scale * value, bound: scale * (bound + roundings * roundoff * magnitude) };
    },
  };
}

/** Returns the window of a pooling, or of a filter with weights, with zeros around the axis. */
export const slidWindow =
  (weights: readonly number[], stride: number, padding: number): AxisSources =>
  (index) =>
    weights.map((weight, i) => [index * stride - padding + i, weight]);

/** Returns the size of an axis after a window has moved over it. */
export const slidSize = (size: number, taps: number, stride: number, padding: number): number =>
  Math.floor((size + 2 * padding - taps) / stride) + 1;

/** Returns the sources of a resized axis, as `F.interpolate` takes them. */
export function resized(from: number, to: number, mode: 'nearest' | 'bilinear' | 'corners'): AxisSources {
  if (mode === 'nearest') return (index) => [[Math.min(from - 1, Math.floor((index * from) / to)), 1]];
  return (index) => {
    const exact =
      mode === 'bilinear' ? ((index + 0.5) * from) / to - 0.5 : to === 1 ? 0 : (index * (from - 1)) / (to - 1);
    const place = Math.max(0, exact);
    const low = Math.min(from - 1, Math.floor(place));
    const share = Math.min(1, place - low);
    return [
      [low, 1 - share],
      [Math.min(from - 1, low + 1), share],
    ];
  };
}

/** Returns the sources of an axis that goes on beyond its ends. */
export function continued(from: number, before: number, mode: 'reflect' | 'replicate' | 'circular'): AxisSources {
  return (index) => {
    const place = index - before;
    if (mode === 'replicate') return [[Math.min(from - 1, Math.max(0, place)), 1]];
    if (mode === 'circular') return [[((place % from) + from) % from, 1]];
    const period = Math.max(1, 2 * (from - 1));
    const folded = ((place % period) + period) % period;
    return [[Math.min(folded, period - folded), 1]];
  };
}
