import type { Comparison } from './comparison.ts';
import type { Extent } from './spreadScale.ts';

const shares = [0.5, 0.9, 0.99, 0.999, 1];

/** A bin that order statistics lie in: how many errors are smaller than all of it, and how many are in it. */
export interface WantedBin {
  readonly bin: number;
  readonly before: number;
  readonly size: number;
}

/** The bins that hold what the quantiles of `compared` errors are made of; none where all of these are 0. */
export function wantedBins(bins: Uint32Array, { compared, largest }: Extent): readonly WantedBin[] {
  if (largest === 0) return [];
  const ranks = shares
    .flatMap((p) => [Math.floor, Math.ceil].map((to) => to(p * (compared - 1))))
    .sort((a, b) => a - b);
  const wanted: WantedBin[] = [];
  let before = 0;
  // Of the ranks the first that no bin so far holds.
  let next = 0;
  for (let bin = bins.length - 1; bin >= 0; bin--) {
    const size = bins[bin] as number;
    if (size === 0) continue;
    const end = before + size;
    if ((ranks[next] ?? Infinity) < end) wanted.push({ bin, before, size });
    while ((ranks[next] ?? Infinity) < end) next++;
    before = end;
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
    const errors = joined(
      parts.map((part) => part[i] ?? new Float64Array()),
      size,
    );
    return isSorted(errors) ? errors : errors.slice().sort();
  });
  // No bin was wanted of errors that are all 0.
  const ofRank = (rank: number): number => {
    const i = wanted.findIndex(({ before, size }) => rank >= before && rank < before + size);
    return sorted[i]?.[rank - (wanted[i]?.before ?? 0)] ?? 0;
  };
  return shares.map((p) => {
    const place = p * (compared - 1);
    const below = ofRank(Math.floor(place));
    const above = ofRank(Math.ceil(place));
    const part = place - Math.floor(place);
    return { p, abs: above === below ? below : below + part * (above - below) };
  });
}

/** One array of so many errors from those of the parts; that of the only part itself. */
function joined(parts: readonly Float64Array[], size: number): Float64Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const errors = new Float64Array(size);
  let at = 0;
  for (const part of parts) {
    errors.set(part, at);
    at += part.length;
  }
  return errors;
}

/** Where most errors are equal they are in one bin: sorting that would take longer than all the rest. */
function isSorted(errors: Float64Array): boolean {
  for (let i = 1; i < errors.length; i++) {
    if ((errors[i - 1] as number) > (errors[i] as number)) return false;
  }
  return true;
}
