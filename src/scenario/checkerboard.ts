import { tapCount } from '../engine/geometry/taps.ts';
import { landingCount } from '../engine/geometry/window.ts';
import { type AxisGeometry, type Geometry } from '../engine/geometry.ts';

/** How many taps reach the output cells along one axis; a cell's overlap is the product of both axes' counts. */
export interface AxisOverlap {
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
  readonly h: AxisOverlap;
  readonly w: AxisOverlap;
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
  const h = overlapOf(geometry.h);
  const w = overlapOf(geometry.w);
  return {
    h,
    w,
    interior: distinct(h.interior.flatMap((down) => w.interior.map((across) => down * across))),
    even: h.even && w.even,
  };
}

/** Multiply-adds of unfold + matmul: N · Cout · Ho·Wo · (Cin/groups)·kH·kW. */
export function multiplyAdds({ n, cout, columns, rows }: Geometry): number {
  return n * cout * columns * rows;
}

/** The share of {@link multiplyAdds} that multiply a structural zero, 0 to 1. */
export function zeroShare({ h, w, columns, taps }: Geometry): number {
  return 1 - (landingCount(h) * landingCount(w)) / (columns * taps);
}

/** Taps that reach the output cell (y, x), per channel. */
export function overlapAt({ h, w }: Checkerboard, y: number, x: number): number {
  return (h.counts[y] ?? 0) * (w.counts[x] ?? 0);
}

function overlapOf(axis: AxisGeometry): AxisOverlap {
  const { outputSize, kernelSize, stride, dilation } = axis;
  const counts = Uint32Array.from({ length: outputSize }, (_, o) => tapCount(axis, o));
  const interior = distinct(phaseCounts(axis));
  return {
    counts,
    interior,
    remainder: kernelSize % stride,
    common: greatestCommonDivisor(stride, dilation),
    even: interior.length === 1,
  };
}

/** Taps of each stride phase, borders left aside: tap k belongs to phase k·dilation mod stride. */
function phaseCounts({ kernelSize, stride, dilation }: AxisGeometry): readonly number[] {
  const counts = Array.from({ length: stride }, () => 0);
  for (let k = 0; k < kernelSize; k++) {
    const phase = (k * dilation) % stride;
    counts[phase] = (counts[phase] ?? 0) + 1;
  }
  return counts;
}

function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
