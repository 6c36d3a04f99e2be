import type { AxisGeometry, Geometry } from '../geometry/geometry.ts';
import { phaseUnder } from './stridePhase.ts';
import { tapsOfPhase } from './tapProgressions.ts';

/** Sizes that are large enough for the matrices of every stride phase. */
export interface PhaseSizes {
  readonly rows: number;
  readonly columns: number;
  /** The largest number of taps that reach a phase, down and across. */
  readonly taps: readonly [height: number, width: number];
}

/** Returns the largest numbers of rows, columns and taps that any stride phase has. */
export function largestPhase(geometry: Geometry): PhaseSizes {
  const { h, w, cinPerGroup } = geometry;
  const taps = [mostTaps(h), mostTaps(w)] as const;
  const { columns } = phaseUnder(geometry, { y: 0, x: 0 });
  return { rows: cinPerGroup * taps[0] * taps[1], columns, taps };
}

/**
 * Returns the number of taps that reach the phase of tap 0. No phase has more, because this one's taps begin with the
 * lowest.
 */
function mostTaps(axis: AxisGeometry): number {
  const below = axis.padding % axis.stride;
  return tapsOfPhase(axis, below === 0 ? 0 : axis.stride - below).count;
}
