import { CellKind, type AxisGeometry, type Geometry } from '../geometry/geometry.ts';
import { interiorOf } from '../geometry/interior.ts';
import { phaseOfTap } from '../geometry/phases.ts';
import { type IndexRange, tapCount } from '../geometry/taps.ts';
import type { MatrixView } from '../geometry/matrixView.ts';

/** A stride phase (o mod stride) that some tap reaches, and how many do. */
export interface PhaseCount {
  readonly phase: number;
  readonly taps: number;
}

/** How the taps of one axis share out the outputs. Its size is that of the kernel, whatever the stride. */
export interface AxisOverlap {
  /** The phases that a tap reaches, ascending; their taps add up to the kernel size. */
  readonly reached: readonly PhaseCount[];
  /** Number of phases that no tap reaches: they are 0 but for the bias. */
  readonly unreached: number;
  /** The different counts of the phases, ascending: those of the outputs that no border touches. */
  readonly counts: readonly number[];
  /** All phases have the same count: exactly where `remainder` is 0 and `common` is 1. */
  readonly even: boolean;
  /** kernel size mod stride: the usual rule of thumb, exact where `common` is 1. */
  readonly remainder: number;
  /** Greatest common divisor of stride and dilation; above 1 some phases are reached by no tap at all. */
  readonly common: number;
  /** The outputs that no border touches; null where there is not one whole period of them. */
  readonly interior: IndexRange | null;
}

/** The smallest and the largest number of (input, tap) pairs of an output element, per input channel. */
export interface OverlapRange {
  readonly min: number;
  readonly max: number;
}

/** How a call's taps share out an output plane. */
export interface PlaneOverlap {
  readonly h: AxisOverlap;
  readonly w: AxisOverlap;
  /** No checkerboard: both axes are even. */
  readonly even: boolean;
  /** Of the elements that no border touches; null where an axis has none. */
  readonly interior: OverlapRange | null;
}

/**
 * The overlap of a call's taps. A plane's counts are the outer product of its axes' (Odena, Dumoulin,
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

/** The overlap along one axis. */
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

/** The (input, tap) pairs that land on each output of an axis, (outputSize). */
export function overlapCounts(axis: AxisGeometry): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: axis.outputSize }, (_, o) => tapCount(axis, o));
}

/** The overlap map of an output plane as a matrix to look at, (Ho, Wo): (input, tap) pairs per input channel. */
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
