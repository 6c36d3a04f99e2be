import type { Comparison } from '../comparison.ts';
import type { Steps } from '../steps.ts';
import { binOf, topOf } from './errorBins.ts';
import { type ComparedPart, elementsPerStep } from './part.ts';

const shares = [0.5, 0.9, 0.99, 0.999, 1];

/** A bin that order statistics lie in: how many errors are smaller than all of it, and how many are in it. */
export interface WantedBin {
  readonly bin: number;
  readonly before: number;
  readonly size: number;
}

/** The bins that hold what the quantiles of `compared` errors are made of. */
export function wantedBins(bins: Uint32Array, compared: number): readonly WantedBin[] {
  const ranks = shares.flatMap((p) => [Math.floor, Math.ceil].map((to) => to(p * (compared - 1))));
  const wanted: WantedBin[] = [];
  let before = 0;
  for (let bin = bins.length - 1; bin >= 0; bin--) {
    const size = bins[bin] as number;
    if (size === 0) continue;
    if (ranks.some((rank) => rank >= before && rank < before + size)) wanted.push({ bin, before, size }); // prettier-ignore
    before += size;
  }
  return wanted;
}

/** A part's errors of the wanted bins, bin by bin in their order. */
export function* keepErrors(
  { actual, expected }: ComparedPart,
  wanted: readonly WantedBin[],
  largest: number,
): Steps<readonly Float64Array<ArrayBuffer>[]> {
  const [a, e] = [actual.data, expected.data];
  const total = a.length;
  const top = topOf(largest);
  const smallest = Math.max(...wanted.map(({ bin }) => bin), 0);
  const place = new Int8Array(smallest + 1).fill(-1);
  wanted.forEach(({ bin }, i) => (place[bin] = i));
  const kept = wanted.map(({ size }) => new Float64Array(size));
  const filled = wanted.map(() => 0);
  for (let from = 0; from < total; from += elementsPerStep) {
    if (total > elementsPerStep) yield { stage: 'Error quantiles', done: from, total };
    const to = Math.min(from + elementsPerStep, total);
    for (let at = from; at < to; at++) {
      const abs = Math.abs((a[at] as number) - (e[at] as number));
      if (!(abs < Infinity) && !(Number.isFinite(a[at]) && Number.isFinite(e[at]))) continue;
      const bin = binOf(abs, top);
      const i = bin > smallest ? -1 : (place[bin] as number);
      if (i < 0) continue;
      (kept[i] as Float64Array)[filled[i] as number] = abs;
      filled[i] = (filled[i] as number) + 1;
    }
  }
  return kept.map((errors, i) => errors.slice(0, filled[i]));
}

/**
 * The quantiles of |Δ| over `compared` errors by linear interpolation between order statistics, as
 * `torch.quantile` and NumPy have them. Nothing is sorted but the bins an order statistic lies in.
 * `parts`: what each part of the whole has kept.
 */
export function quantilesOf(
  wanted: readonly WantedBin[],
  parts: readonly (readonly Float64Array[])[],
  compared: number,
): Comparison['quantiles'] {
  if (compared === 0) return [];
  const sorted = wanted.map(({ size }, i) => {
    const errors = new Float64Array(size);
    let at = 0;
    for (const part of parts) {
      const own = part[i] ?? new Float64Array();
      errors.set(own, at);
      at += own.length;
    }
    return errors.sort();
  });
  const ofRank = (rank: number): number => {
    const i = wanted.findIndex(({ before, size }) => rank >= before && rank < before + size);
    return sorted[i]?.[rank - (wanted[i]?.before ?? 0)] ?? NaN;
  };
  return shares.map((p) => {
    const place = p * (compared - 1);
    const below = ofRank(Math.floor(place));
    const above = ofRank(Math.ceil(place));
    const part = place - Math.floor(place);
    return { p, abs: above === below ? below : below + part * (above - below) };
  });
}
