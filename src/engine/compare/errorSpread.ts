import type { Comparison, Histogram } from '../comparison.ts';
import type { Steps } from '../steps.ts';
import { binOf, errorBinCount, topOf } from './errorBins.ts';
import { histogramBins, mergeHistograms, niceLimit } from './histogram.ts';
import { type ComparedPart, elementsPerStep } from './part.ts';

/** How errors lie that are known to be `compared` finite ones of at most `largest`. */
export interface ErrorSpread {
  readonly histogram: Histogram;
  /** |Δ| of the histogram's worst elements; −1 for an empty bin. */
  readonly worstAbs: Float64Array<ArrayBuffer>;
  /** For each plane in turn ΣΔ, Σ|Δ| and ΣΔ², in the unit of {@link unitOf}. */
  readonly sums: Float64Array<ArrayBuffer>;
  /** Errors in each of the bins of errorBins.ts. */
  readonly bins: Uint32Array<ArrayBuffer>;
}

/** What is known of the whole before its errors are spread out. */
export interface Extent {
  readonly compared: number;
  readonly largest: number;
}

/** Looks at each element of a part once more: now the largest error of the whole is known. */
export function* spreadErrors(part: ComparedPart, extent: Extent): Steps<ErrorSpread> {
  const { actual, plane, first } = part;
  const total = actual.data.length;
  const size = histogramBins(extent.compared);
  const counts = new Uint32Array(size);
  const worst = new Float64Array(size).fill(-1);
  const worstAbs = new Float64Array(size).fill(-1);
  const bins = new Uint32Array(errorBinCount);
  const sums = new Float64Array(3 * Math.ceil(total / plane));
  const limit = niceLimit(extent.largest);
  for (let from = 0; from < total;) {
    // Neither beyond a plane nor too long without a step.
    const to = Math.min(total, from + elementsPerStep, from - (from % plane) + plane);
    if (from % elementsPerStep < to - from) yield { stage: 'Error and bound', done: total + from, total: 2 * total }; // prettier-ignore
    spread(part, from, to, { extent, limit, counts, worst, worstAbs, bins, sums });
    from = to;
  }
  const places = Array.from(worst, (at) => (at < 0 ? at : at + first));
  return { histogram: { limit, counts: Array.from(counts), worst: places }, worstAbs, sums, bins };
}

interface Into {
  readonly extent: Extent;
  readonly limit: number;
  readonly counts: Uint32Array;
  readonly worst: Float64Array;
  readonly worstAbs: Float64Array;
  readonly bins: Uint32Array;
  readonly sums: Float64Array;
}

/** The elements `from` … `to` − 1, all of one plane; those that are not finite on both sides are left out. */
function spread(
  { actual, expected, plane }: ComparedPart,
  from: number,
  to: number,
  into: Into,
): void {
  const [a, e] = [actual.data, expected.data];
  const { counts, worst, worstAbs, bins, sums, limit } = into;
  const { largest } = into.extent;
  const half = counts.length / 2;
  // A limit of 0, and an infinite one, leave one bin: the middle.
  const scale = limit > 0 && limit < Infinity ? limit : Infinity;
  const unit = unitOf(largest);
  const top = topOf(largest);
  let [sum, sumAbs, squares] = [0, 0, 0];
  for (let at = from; at < to; at++) {
    const error = (a[at] as number) - (e[at] as number);
    const abs = Math.abs(error);
    if (!(abs < Infinity) && !(Number.isFinite(a[at]) && Number.isFinite(e[at]))) continue;
    const place = abs < Infinity ? (error / scale + 1) * half : half;
    const bin = place < counts.length ? Math.trunc(place) : counts.length - 1;
    counts[bin] = (counts[bin] as number) + 1;
    if (abs > (worstAbs[bin] as number)) {
      worstAbs[bin] = abs;
      worst[bin] = at;
    }
    // In a unit of its own: neither is the square of 1e-200 to vanish nor a sum of 1e308 to overflow.
    const share = error * unit;
    sum += share;
    sumAbs += Math.abs(share);
    squares += share * share;
    const fine = binOf(abs, top);
    bins[fine] = (bins[fine] as number) + 1;
  }
  const at = 3 * Math.floor(from / plane);
  sums[at] = (sums[at] as number) + sum;
  sums[at + 1] = (sums[at + 1] as number) + sumAbs;
  sums[at + 2] = (sums[at + 2] as number) + squares;
}

/** A power of 2 that makes a number near 1 of the largest error. */
function unitOf(largest: number): number {
  const exponent = largest > 0 && largest < Infinity ? Math.floor(Math.log2(largest)) : 0;
  return 2 ** -Math.max(-1000, Math.min(1000, exponent));
}

/** The histogram, the means and the bins of a whole from those of its parts in their order; an error that overflowed makes infinite means (and errors that overflowed to both sides no mean of Δ). */
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
  } // prettier-ignore
  if (largest === 0) return { histogram, bins, meanSigned: 0, meanAbs: 0, rms: 0 };
  const totals = [0, 0, 0];
  for (const { sums } of parts) {
    for (const [i, value] of sums.entries()) totals[i % 3] = (totals[i % 3] as number) + value;
  } // prettier-ignore
  const [sum, sumAbs, squares] = totals.map((total) => total / compared) as [number, number, number]; // prettier-ignore
  const unit = unitOf(largest);
  return {
    histogram,
    bins,
    meanSigned: sum / unit,
    meanAbs: sumAbs / unit,
    rms: Math.sqrt(squares) / unit,
  };
}
