import { CellKind, type AxisGeometry, type Geometry } from '../geometry/geometry.ts';
import { greatestCommonDivisor } from '../geometry/congruence.ts';
import { type IndexRange, interiorOf, tapCount } from '../geometry/taps.ts';
import type { MatrixView } from '../geometry/matrixView.ts';

/** How the taps of one axis are distributed over the outputs. */
export interface AxisOverlap {
  /** Number of phases that no tap reaches: their outputs equal the bias, or 0 without one. */
  readonly unreached: number;
  /** The distinct tap counts of the phases, ascending. They apply to the outputs that no border affects. */
  readonly counts: readonly number[];
  /** True if all phases have the same count, that is if `remainder` is 0 and `common` is 1. */
  readonly even: boolean;
  /** kernel size mod stride: the usual rule of thumb, exact if `common` is 1. */
  readonly remainder: number;
  /** Greatest common divisor of stride and dilation. If it exceeds 1, no tap reaches some of the phases. */
  readonly common: number;
  /** The outputs that no border affects; null if they do not cover one whole period. */
  readonly interior: IndexRange | null;
}

/** The smallest and largest number of (input, tap) pairs per output element and input channel. */
export interface OverlapRange {
  readonly min: number;
  readonly max: number;
}

/** How a call's taps are distributed over an output plane. */
export interface PlaneOverlap {
  readonly h: AxisOverlap;
  readonly w: AxisOverlap;
  /** True if both axes are even, so that no checkerboard appears. */
  readonly even: boolean;
  /** The range over the elements that no border affects; null if an axis has none. */
  readonly interior: OverlapRange | null;
}

/**
 * Computes the overlap of a call's taps. A plane's counts are the outer product of its axes' counts (Odena, Dumoulin,
 * Olah: Deconvolution and Checkerboard Artifacts, 2016).
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
 * Computes the overlap along one axis, in a time that grows with neither kernel nor stride: successive taps visit
 * stride/gcd(stride, dilation) phases in turn, each as often as every other or once more.
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

/** Returns the overlap map of an output plane as a matrix, (Ho, Wo): (input, tap) pairs per input channel. */
export function overlapView({ h, w }: Geometry): MatrixView {
  const [down, across] = [overlapCounts(h), overlapCounts(w)];
  return {
    rows: h.outputSize,
    columns: w.outputSize,
    value: (y, x) => (down[y] ?? 0) * (across[x] ?? 0),
    kind: () => CellKind.value,
  };
}
