import type { Histogram } from './comparison.ts';

const few = 256;

/** Bins of the histogram of so many errors: an odd number, so that one is about 0. */
export function histogramBins(compared: number): number {
  return compared > few ? 61 : 17;
}

/** One histogram from those of the parts of a whole, in their order. */
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

/** The next larger 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten: a limit that reads well on an axis. 0 of 0. */
export function niceLimit(maxAbs: number): number {
  if (maxAbs === 0 || !Number.isFinite(maxAbs)) return maxAbs;
  const exponent = Math.floor(Math.log10(maxAbs));
  for (const power of [exponent - 1, exponent, exponent + 1]) {
    for (const mantissa of ['1', '1.5', '2', '3', '4', '5', '6', '8']) {
      // Parsed, not multiplied: 3e-7 is to be the double that is written 3e-7.
      const limit = Number(`${mantissa}e${power}`);
      if (limit >= maxAbs) return limit;
    }
  }
  return maxAbs;
}
