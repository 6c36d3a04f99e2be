import type { ComparedSums } from '../../../../src/engine/orders/compareOrders.ts';
import type { OrderedSums } from '../../../../src/engine/orders/orderedSums.ts';
import { type LogAxis, logAxisOf } from '../../../ui/logAxis.ts';
import { finiteExtentOf, type PlotFrame, stepPath } from '../../../ui/plotPath.ts';

/** The SVG paths of one order. */
type Paths = Readonly<Record<'partial' | 'error' | 'bound', string>>;

/** The frames and paths of the plots, which do not depend on the term. */
export interface ErrorCurves {
  readonly partial: PlotFrame;
  /** Values from 0 to 1: positions on `axis`. */
  readonly error: PlotFrame;
  readonly axis: LogAxis;
  readonly paths: { readonly own: Paths; readonly other: Paths };
}

/** Returns the plots of two orders; `width` and `heights` are in CSS pixels. */
export function errorCurvesOf(
  { own, other, count }: ComparedSums,
  width: number,
  heights: Readonly<Record<'partial' | 'error', number>>,
): ErrorCurves {
  const [low, high] = finiteExtentOf(own.partial, other.partial);
  const partial: PlotFrame = { width, height: heights.partial, count, low, high };
  const error: PlotFrame = { width, height: heights.error, count, low: 0, high: 1 };
  const axis = logAxisOf([own, other].flatMap(({ error, bound }) => sizeRange(error, bound)));
  const share = (value: number): number => (Number.isNaN(value) ? NaN : axis.share(Math.abs(value)));
  const pathsOf = (sums: OrderedSums): Paths => ({
    partial: stepPath(partial, sums.partial),
    error: stepPath(error, sums.error.map(share)),
    bound: stepPath(error, sums.bound.map(share)),
  });
  return { partial, error, axis, paths: { own: pathsOf(own), other: pathsOf(other) } };
}

/** Returns the smallest and the largest finite non-zero magnitude; empty if there is none. */
function sizeRange(...series: readonly Float64Array[]): readonly number[] {
  let least = Infinity;
  let most = 0;
  for (const values of series) {
    for (const value of values) {
      const size = Math.abs(value);
      if (!(size > 0) || size === Infinity) continue;
      if (size < least) least = size;
      if (size > most) most = size;
    }
  }
  return most === 0 ? [] : [least, most];
}
