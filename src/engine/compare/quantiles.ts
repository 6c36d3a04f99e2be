import type { Comparison } from './comparison.ts';
import type { Extent } from './spreadScale.ts';

const quantileLevels = [0.5, 0.9, 0.99, 0.999, 1];

/**
 * A bin that contains at least one of the order statistics that the quantiles need. `before` is the number of errors
 * smaller than all errors of the bin, `size` the number of errors in the bin.
 */
export interface WantedBin {
  readonly bin: number;
  readonly before: number;
  readonly size: number;
}

/**
 * Returns the bins that contain the order statistics needed for the quantiles of `compared` errors; empty if all errors
 * are 0.
 */
export function wantedBins(bins: Uint32Array, { compared, largest }: Extent): readonly WantedBin[] {
  if (largest === 0) return [];
  const ranks = quantileLevels
    .flatMap((p) => [Math.floor, Math.ceil].map((to) => to(p * (compared - 1))))
    .sort((a, b) => a - b);
  const wanted: WantedBin[] = [];
  let before = 0;
  // The first of the needed ranks that no bin so far contains, by its index in `ranks`.
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
 * Computes the quantiles of |Δ| over `compared` errors by linear interpolation between order statistics, like
 * `torch.quantile` and NumPy. Only the bins that contain an order statistic are sorted. If the elements were divided
 * into parts, `parts` has the errors that were copied out of each.
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
  // If all errors are 0, there is no wanted bin.
  const orderStatistic = (rank: number): number => {
    const i = wanted.findIndex(({ before, size }) => rank >= before && rank < before + size);
    return sorted[i]?.[rank - (wanted[i]?.before ?? 0)] ?? 0;
  };
  return quantileLevels.map((p) => {
    const place = p * (compared - 1);
    const below = orderStatistic(Math.floor(place));
    const above = orderStatistic(Math.ceil(place));
    const part = place - Math.floor(place);
    return { p, abs: above === below ? below : below + part * (above - below) };
  });
}

/** Joins the errors of the parts into one array of `size`. A single part's array is returned itself. */
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

/**
 * Returns true if the errors are in ascending order. Avoids a sort that would take longer than everything else: if most
 * errors are equal, they share one bin.
 */
function isSorted(errors: Float64Array): boolean {
  for (let i = 1; i < errors.length; i++) {
    if ((errors[i - 1] as number) > (errors[i] as number)) return false;
  }
  return true;
}
