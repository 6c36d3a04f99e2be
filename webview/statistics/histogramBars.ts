import type { Histogram } from '../../src/engine/compare/comparison.ts';

/** A bar of the histogram; x, y, width and height are pixels from the plot's top left corner. */
export interface Bar {
  readonly bin: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** Bounds of the bin: lo ≤ Δ < hi; the last bin includes hi. */
  readonly lo: number;
  readonly hi: number;
  /** Flat index of the bin's element with the largest |Δ|. */
  readonly worst: number;
}

/** Returns the count at the top of the plot: 1, 2, 3, 5 or 8 times a power of ten, at least the largest count. */
export function countCeiling(counts: readonly number[]): number {
  const most = Math.max(1, ...counts);
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([1, 2, 3, 5, 8, 10].find((step) => step * power >= most) ?? 10);
}

/** Returns the bars of all bins that are not empty, in `width` × `height` pixels; a bar is at least one pixel high. */
export function histogramBars(histogram: Histogram, width: number, height: number): readonly Bar[] {
  const { counts, limit, worst } = histogram;
  const ceiling = countCeiling(counts);
  const step = width / counts.length;
  return counts.flatMap((count, bin) => {
    if (count === 0) return [];
    const tall = Math.max(1, (count / ceiling) * height);
    return {
      bin,
      count,
      x: bin * step + 0.5,
      y: height - tall,
      width: Math.max(1, step - 1),
      height: tall,
      lo: -limit + (2 * limit * bin) / counts.length,
      hi: -limit + (2 * limit * (bin + 1)) / counts.length,
      worst: worst[bin] ?? -1,
    };
  });
}

/**
 * Returns the x coordinate of an error, or null if the error is not finite. Errors beyond the limit are clamped to the
 * ends; if the limit is 0, every error is in the middle.
 */
export function errorPosition(histogram: Histogram, error: number, width: number): number | null {
  if (!Number.isFinite(error)) return null;
  if (histogram.limit === 0) return width / 2;
  const share = (error + histogram.limit) / (2 * histogram.limit);
  return Math.min(1, Math.max(0, share)) * width;
}
