import type { Comparison } from '../comparison.ts';

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
