import type { Histogram } from './comparison.ts';

const mostForFewBins = 256;

/**
 * Returns the number of histogram bins for this number of compared errors. The number is odd, so that one bin is
 * centred on 0.
 */
export function histogramBins(compared: number): number {
  return compared > mostForFewBins ? 61 : 17;
}

/**
 * Combines the histograms of parts, given in the order of the elements. `worstAbs` has each part's |Δ| of its bins'
 * worst elements.
 */
export function mergeHistograms(parts: readonly Histogram[], worstAbs: readonly Float64Array[]): Histogram {
  const [first] = parts;
  const limit = first?.limit ?? 0;
  const counts =
    first?.counts.map((_, bin) => parts.reduce((sum, part) => sum + (part.counts[bin] as number), 0)) ?? [];
  const worst = counts.map((_, bin) => {
    let [at, largest] = [-1, -1];
    for (const [i, part] of parts.entries()) {
      const abs = worstAbs[i]?.[bin] ?? -1;
      if (abs > largest) [at, largest] = [part.worst[bin] as number, abs];
    }
    return at;
  });
  return { limit, counts, worst };
}

/**
 * Rounds a limit up to the next of 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten, which reads well on an axis.
 * Returns 0 for 0.
 */
export function niceLimit(maxAbs: number): number {
  if (maxAbs === 0 || !Number.isFinite(maxAbs)) return maxAbs;
  const exponent = Math.floor(Math.log10(maxAbs));
  for (const power of [exponent - 1, exponent, exponent + 1]) {
    for (const mantissa of ['1', '1.5', '2', '3', '4', '5', '6', '8']) {
      // Parsed, not multiplied, so that 3e-7 is the double written 3e-7.
      const limit = Number(`${mantissa}e${power}`);
      if (limit >= maxAbs) return limit;
    }
  }
  return maxAbs;
}
