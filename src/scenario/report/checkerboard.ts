import { landingCount } from '../../engine/geometry/window.ts';
import { type AxisGeometry, type Geometry } from '../../engine/geometry/geometry.ts';
import { overlapAlong, overlapCounts } from '../../engine/layer/overlap.ts';

/** The most outputs per axis whose taps are counted: the counts repeat with the stride. */
export const mostCounted = 64;

/**
 * The number of taps that reach each output cell along one axis. The overlap of a cell is the product of the counts of
 * both axes.
 */
export interface TapCounts {
  /** The taps that bring an input element to output o, for the first outputs, {@link mostCounted} at most. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** The distinct counts of the stride phases away from the borders, ascending. */
  readonly interior: readonly number[];
  /** kernel size mod stride: the usual rule of thumb, which is exact if `common` is 1. */
  readonly remainder: number;
  /** Greatest common divisor of stride and dilation. If it is above 1, some phases get no tap at all. */
  readonly common: number;
  /** True if all interior counts are equal. */
  readonly even: boolean;
}

/** The overlap of the taps of a call on its output. */
export interface Checkerboard {
  readonly h: TapCounts;
  readonly w: TapCounts;
  /** The distinct numbers of taps per channel of the interior cells, ascending: [9], or [1, 2, 4]. */
  readonly interior: readonly number[];
  /**
   * True if every interior cell gets the same number of taps, so that there is no checkerboard. Cells at the borders
   * may get fewer.
   */
  readonly even: boolean;
}

/**
 * Returns the overlap of a call's taps. It is separable, so each axis is computed by itself (Odena, Dumoulin, Olah:
 * Deconvolution and Checkerboard Artifacts, 2016).
 */
export function checkerboardOf(geometry: Geometry): Checkerboard {
  const h = axisOverlap(geometry.h);
  const w = axisOverlap(geometry.w);
  return {
    h,
    w,
    interior: distinct(h.interior.flatMap((down) => w.interior.map((across) => down * across))),
    even: h.even && w.even,
  };
}

/** Returns the share of unfold + matmul's multiply-adds that multiply a structural zero, 0 to 1. */
export function zeroShare({ h, w, columns, taps }: Geometry): number {
  return 1 - (landingCount(h) * landingCount(w)) / (columns * taps);
}

/** Returns the number of taps that reach the output cell (y, x), one of the counted ones, per channel. */
export function overlapAt({ h, w }: Checkerboard, y: number, x: number): number {
  return (h.counts[y] ?? 0) * (w.counts[x] ?? 0);
}

function axisOverlap(axis: AxisGeometry): TapCounts {
  const { counts: interior, remainder, common, even } = overlapAlong(axis);
  return { counts: overlapCounts(axis, mostCounted), interior, remainder, common, even };
}

function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
