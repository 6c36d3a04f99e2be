import { CellKind, type AxisGeometry, type Geometry } from '../geometry/geometry.ts';
import { greatestCommonDivisor } from '../geometry/congruence.ts';
import { type IndexRange, interiorOf, tapCount } from '../geometry/taps.ts';
import type { MatrixView } from '../geometry/matrixView.ts';

/** How many taps reach each output along one axis. */
export interface AxisOverlap {
  /** Number of stride phases that no tap reaches. Their outputs equal the bias, or 0 if there is no bias. */
  readonly unreached: number;
  /**
   * The different numbers of taps that reach a stride phase, ascending. They apply to outputs that no border affects.
   */
  readonly counts: readonly number[];
  /** True if the same number of taps reaches every phase: if `remainder` is 0 and `common` is 1. */
  readonly even: boolean;
  /** kernel size mod stride, the usual rule of thumb for checkerboards. It is exact if `common` is 1. */
  readonly remainder: number;
  /** Greatest common divisor of stride and dilation. If it exceeds 1, no tap reaches some of the phases. */
  readonly common: number;
  /** The outputs that no border affects; null if there are fewer of them than the stride. */
  readonly interior: IndexRange | null;
}

/** The smallest and the largest number of (input, tap) pairs per input channel that reach an output element. */
export interface OverlapRange {
  readonly min: number;
  readonly max: number;
}

/** How many taps reach each element of an output plane. */
export interface PlaneOverlap {
  readonly h: AxisOverlap;
  readonly w: AxisOverlap;
  /** True if both axes are even. Then no checkerboard appears. */
  readonly even: boolean;
  /** The range over the elements that no border affects; null if an axis has no such interior. */
  readonly interior: OverlapRange | null;
}

/**
 * Computes how many taps reach each output element. A plane's counts are the outer product of the counts along its axes
 * (Odena, Dumoulin, Olah: Deconvolution and Checkerboard Artifacts, 2016).
 */
export function overlapOf(geometry: Geometry): PlaneOverlap {
  const [h, w] = [overlapAlong(geometry.h), overlapAlong(geometry.w)];
  const bare = h.interior === null || w.interior === null;
  const first = ({ counts }: AxisOverlap): number => counts[0] ?? 0;
  const last = ({ counts }: AxisOverlap): number => counts.at(-1) ?? 0;
  const interior = bare ? null : { min: first(h) * first(w), max: last(h) * last(w) };
  return { h, w, even: h.even && w.even, interior };
}

/**
 * Computes the overlap along one axis. The time grows with neither kernel nor stride, because successive taps reach
 * stride/gcd(stride, dilation) phases in turn, so the numbers of taps per phase differ by at most 1.
 */
export function overlapAlong(axis: AxisGeometry): AxisOverlap {
  const { kernelSize, stride, dilation } = axis;
  const common = greatestCommonDivisor(stride, dilation);
  const visited = stride / common;
  const unreached = stride - Math.min(visited, kernelSize);
  const least = Math.floor(kernelSize / visited);
  const isOften = kernelSize % visited > 0;
  const all = [...(unreached > 0 ? [0] : []), ...(least > 0 ? [least] : []), ...(isOften ? [least + 1] : [])];
  const counts = [...new Set(all)];
  return {
    unreached,
    counts,
    even: counts.length === 1,
    remainder: kernelSize % stride,
    common,
    interior: interiorOf(axis),
  };
}

/** Returns whether every stride phase of an axis has the same number of taps, which no border or padding changes. */
export function isOverlapEven({
  kernelSize,
  stride,
  dilation,
}: Pick<AxisGeometry, 'kernelSize' | 'stride' | 'dilation'>): boolean {
  return kernelSize % stride === 0 && greatestCommonDivisor(stride, dilation) === 1;
}

/** Counts the (input, tap) pairs that land on each of the first `most` outputs of an axis. */
export function overlapCounts(axis: AxisGeometry, most = axis.outputSize): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: Math.min(most, axis.outputSize) }, (_, o) => tapCount(axis, o));
}

/** Returns a matrix (Ho, Wo) with the number of (input, tap) pairs per input channel that reach each output element. */
export function overlapView({ h, w }: Geometry): MatrixView {
  const [down, across] = [overlapCounts(h), overlapCounts(w)];
  return {
    rows: h.outputSize,
    columns: w.outputSize,
    value: (y, x) => (down[y] ?? 0) * (across[x] ?? 0),
    kind: () => CellKind.value,
  };
}
