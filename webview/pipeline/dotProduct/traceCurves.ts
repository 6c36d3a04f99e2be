import { niceLimit } from '../../../src/colour/limits.ts';
import { gamma } from '../../../src/engine/rounding/bound.ts';
import { formats } from '../../../src/engine/rounding/formats.ts';
import { arithmeticOf } from '../../../src/engine/rounding/arithmetic.ts';
import { bandPath, barsPath, finiteExtentOf, stepPath, type PlotFrame } from '../../ui/plotPath.ts';
import type { TracedElement } from './tracedElement.ts';

/** The frames of the plots and the SVG paths in them, which do not depend on the term. */
export interface TraceCurves {
  readonly product: PlotFrame;
  readonly partial: PlotFrame;
  readonly drift: PlotFrame;
  readonly paths: Readonly<Record<'negative' | 'positive' | 'partial64' | 'partial' | 'bound' | 'drift', string>>;
}

/** Returns the plots of a dot product; `width` and `heights` are in CSS pixels. */
export function traceCurvesOf(
  { run, trace, count }: TracedElement,
  width: number,
  heights: Readonly<Record<'product' | 'partial' | 'drift', number>>,
): TraceCurves {
  const frame = (height: number, [low, high]: readonly [number, number]): PlotFrame => ({
    width,
    height,
    count,
    low,
    high,
  });
  const errors = Float64Array.from(trace.partial, (sum, term) => sum - (trace.partial64[term] ?? NaN));
  const { roundoff } = formats[arithmeticOf(run.run.call)];
  const bound = Float64Array.from(trace.magnitude, (sum, term) => gamma(term + 1, roundoff) * sum);
  const product = frame(heights.product, finiteExtentOf(trace.product));
  const partial = frame(heights.partial, finiteExtentOf(trace.partial, trace.partial64));
  const drift = frame(heights.drift, driftExtent(errors, bound));
  return {
    product,
    partial,
    drift,
    paths: {
      negative: barsPath(product, trace.product, -1),
      positive: barsPath(product, trace.product, 1),
      partial64: stepPath(partial, trace.partial64),
      partial: stepPath(partial, trace.partial),
      bound: bandPath(drift, bound),
      drift: stepPath(drift, errors),
    },
  };
}

/**
 * Returns the range of the drift's axis. The drift is usually far below its bound, so the range follows the drift,
 * and the band of the bound fills the frame. If the drift is 0, the range follows the bound.
 */
function driftExtent(drift: Float64Array, bound: Float64Array): readonly [number, number] {
  const most = (series: Float64Array): number => Math.max(...finiteExtentOf(series).map(Math.abs));
  const limit = niceLimit(1.2 * (most(drift) || most(bound)));
  return [-limit, limit];
}
