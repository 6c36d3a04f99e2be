import type { Comparison, Histogram } from './comparison.ts';
import type { Steps } from '../core/steps.ts';
import { SpreadKernel } from './spreadKernel.ts';
import { errorBinCount } from './errorBins.ts';
import { mergeHistograms } from './histogram.ts';
import { type ComparedPart, elementsPerStep } from './comparedPart.ts';
import { SpreadLoop } from './spreadLoop.ts';
import { type Extent, spreadScaleOf, errorUnitOf } from './spreadScale.ts';

/**
 * The results of the second pass over the elements: how the `compared` finite errors, of at most `largest`, are
 * distributed.
 */
export interface ErrorSpread {
  readonly histogram: Histogram;
  /** |Δ| of the element that each histogram bin names as its worst; −1 for an empty bin. */
  readonly worstAbs: Float64Array<ArrayBuffer>;
  /** For each plane in turn ΣΔ, Σ|Δ| and ΣΔ², with Δ scaled by the `unit` of spreadScale.ts. */
  readonly sums: Float64Array<ArrayBuffer>;
  /** Number of errors in each of the bins of errorBins.ts. */
  readonly bins: Uint32Array<ArrayBuffer>;
}

/**
 * Runs the second pass over a part of the elements: their histogram, sums and bins. Needs the largest error of the
 * whole.
 */
export function* spreadErrors(part: ComparedPart, extent: Extent): Steps<ErrorSpread> {
  const { plane, first } = part;
  const total = part.actual.data.length;
  const scale = spreadScaleOf(extent);
  const kernel = SpreadKernel.of(part, scale);
  const loop = kernel ?? new SpreadLoop(part, scale);
  const sums = new Float64Array(3 * Math.ceil(total / plane));
  for (let from = 0; from < total;) {
    // A pass of the loop stops at the end of its plane, and after at most `elementsPerStep` elements.
    const to = Math.min(total, from + elementsPerStep, from - (from % plane) + plane);
    if (from % elementsPerStep < to - from) yield { stage: 'Error and bound', done: total + from, total: 2 * total };
    loop.add(from, to, sums, 3 * Math.floor(from / plane));
    from = to;
  }
  const { counts, worst, worstAbs, bins } = loop.spread;
  kernel?.release();
  const places = Array.from(worst, (at) => (at < 0 ? at : at + first));
  const histogram = { limit: scale.limit, counts: Array.from(counts), worst: places };
  return { histogram, worstAbs, sums, bins };
}

/**
 * Combines the histograms, sums and bins of parts, given in the order of the elements. If an error overflowed, the
 * means are infinite. If errors overflowed to both +∞ and −∞, the mean of Δ is NaN.
 */
export function mergeSpreads(
  parts: readonly ErrorSpread[],
  { compared, largest }: Extent,
): Pick<Comparison, 'histogram' | 'meanSigned' | 'meanAbs' | 'rms'> & Pick<ErrorSpread, 'bins'> {
  const histogram = mergeHistograms(
    parts.map((part) => part.histogram),
    parts.map((part) => part.worstAbs),
  );
  const bins = new Uint32Array(errorBinCount);
  for (const part of parts) {
    for (let bin = 0; bin < bins.length; bin++) {
      bins[bin] = (bins[bin] as number) + (part.bins[bin] as number);
    }
  }
  if (largest === 0) return { histogram, bins, meanSigned: 0, meanAbs: 0, rms: 0 };
  const totals = [0, 0, 0];
  for (const { sums } of parts) {
    for (const [i, value] of sums.entries()) totals[i % 3] = (totals[i % 3] as number) + value;
  }
  const [sum, sumAbs, squares] = totals.map((total) => total / compared) as [number, number, number];
  const unit = errorUnitOf(largest);
  return {
    histogram,
    bins,
    meanSigned: sum / unit,
    meanAbs: sumAbs / unit,
    rms: Math.sqrt(squares) / unit,
  };
}
