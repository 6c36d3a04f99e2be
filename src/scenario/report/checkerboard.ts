import { landingCount } from '../../engine/geometry/window.ts';
import { type AxisGeometry, type Geometry } from '../../engine/geometry/geometry.ts';
import { overlapAlong, overlapCounts } from '../../engine/layer/overlap.ts';

/** How many taps reach the output cells along one axis; a cell's overlap is the product of both axes' counts. */
export interface TapCounts {
  /** Taps that bring an input element to output o, for 0 ≤ o < outputSize. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** The counts of the stride phases far from any border, ascending and each once. */
  readonly interior: readonly number[];
  /** kernel size mod stride: the usual rule of thumb, exact where `common` is 1. */
  readonly remainder: number;
  /** Greatest common divisor of stride and dilation; above 1 some phases are reached by no tap at all. */
  readonly common: number;
  /** All interior counts are equal. */
  readonly even: boolean;
}

/** How evenly a call covers its output. */
export interface Checkerboard {
  readonly h: TapCounts;
  readonly w: TapCounts;
  /** Taps per channel of the interior cells, ascending and each once: [9], or [1, 2, 4]. */
  readonly interior: readonly number[];
  /** No checkerboard: every interior cell is covered alike; only the borders taper. */
  readonly even: boolean;
}

/**
 * The overlap of a call's taps, per axis since it is separable (Odena, Dumoulin, Olah:
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

/** The share of unfold + matmul's multiply-adds that multiply a structural zero, 0 to 1. */
export function zeroShare({ h, w, columns, taps }: Geometry): number {
  return 1 - (landingCount(h) * landingCount(w)) / (columns * taps);
}

/** Taps that reach the output cell (y, x), per channel. */
export function overlapAt({ h, w }: Checkerboard, y: number, x: number): number {
  return (h.counts[y] ?? 0) * (w.counts[x] ?? 0);
}

function axisOverlap(axis: AxisGeometry): TapCounts {
  const { counts: interior, remainder, common, even } = overlapAlong(axis);
  return { counts: overlapCounts(axis), interior, remainder, common, even };
}

function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
