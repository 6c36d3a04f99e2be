import type { Histogram } from '../../src/engine/compare/comparison.ts';

/** One bar in the histogram's own pixels. */
export interface Bar {
  readonly bin: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** Bounds of the bin: lo ≤ Δ < hi (the last one includes hi). */
  readonly lo: number;
  readonly hi: number;
  /** Flat index of its element of largest |Δ|. */
  readonly worst: number;
}

/** The rounded count that the tallest bar is measured against: 1, 2, 3, 5 or 8 times a power of ten. */
export function countCeiling(counts: readonly number[]): number {
  const most = Math.max(1, ...counts);
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([1, 2, 3, 5, 8, 10].find((step) => step * power >= most) ?? 10);
}

/** The bars of the bins that hold something, over `width` × `height` pixels; a count of 1 is still one pixel high. */
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

/** Where an error stands on the axis; null where it has no place (non-finite, or a single point at 0). */
export function errorPosition(histogram: Histogram, error: number, width: number): number | null {
  if (!Number.isFinite(error)) return null;
  if (histogram.limit === 0) return width / 2;
  const share = (error + histogram.limit) / (2 * histogram.limit);
  return Math.min(1, Math.max(0, share)) * width;
}
