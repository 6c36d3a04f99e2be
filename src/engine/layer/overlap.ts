import { CellKind, type AxisGeometry, type Geometry } from '../geometry/geometry.ts';
import { phaseOfTap } from '../geometry/phases.ts';
import { type IndexRange, interiorOf, tapCount } from '../geometry/taps.ts';
import type { MatrixView } from '../geometry/matrixView.ts';

/** A stride phase (o mod stride) that at least one tap reaches, and the number of taps that reach it. */
export interface PhaseCount {
  readonly phase: number;
  readonly taps: number;
}

/**
 * How the taps of one axis are distributed over the outputs. The size depends on the kernel size, not on the stride.
 */
export interface AxisOverlap {
  /** The phases that a tap reaches, ascending. Their tap counts add up to the kernel size. */
  readonly reached: readonly PhaseCount[];
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

/** Computes the overlap along one axis. */
export function overlapAlong(axis: AxisGeometry): AxisOverlap {
  const { kernelSize, stride, dilation } = axis;
  const taps = new Map<number, number>();
  for (let k = 0; k < kernelSize; k++) {
    const phase = phaseOfTap(axis, k);
    taps.set(phase, (taps.get(phase) ?? 0) + 1);
  }
  const unreached = stride - taps.size;
  const counts = new Set([...(unreached > 0 ? [0] : []), ...taps.values()]);
  return {
    reached: [...taps].map(([phase, count]) => ({ phase, taps: count })).sort((a, b) => a.phase - b.phase),
    unreached,
    counts: [...counts].sort((a, b) => a - b),
    even: counts.size === 1,
    remainder: kernelSize % stride,
    common: greatestCommonDivisor(stride, dilation),
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

/** Counts the (input, tap) pairs that land on each output of an axis, (outputSize). */
export function overlapCounts(axis: AxisGeometry): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: axis.outputSize }, (_, o) => tapCount(axis, o));
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

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
