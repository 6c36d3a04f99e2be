import type { AxisGeometry, Geometry } from '../geometry/geometry.ts';
import { phaseUnder } from './stridePhase.ts';
import { tapsOfPhase } from './tapProgressions.ts';

/** Sizes large enough for the matrices of every phase. */
export interface PhaseSizes {
  readonly rows: number;
  readonly columns: number;
  /** Height and width of the largest sub-kernel. */
  readonly taps: readonly [height: number, width: number];
}

/** Returns the largest numbers of rows, columns and taps of any phase. */
export function largestPhase(geometry: Geometry): PhaseSizes {
  const { h, w, cinPerGroup } = geometry;
  const taps = [mostTaps(h), mostTaps(w)] as const;
  const { columns } = phaseUnder(geometry, { y: 0, x: 0 });
  return { rows: cinPerGroup * taps[0] * taps[1], columns, taps };
}

/** Returns the number of taps of the phase that tap 0 reaches: its taps start lowest, so no phase has more. */
function mostTaps(axis: AxisGeometry): number {
  const below = axis.padding % axis.stride;
  return tapsOfPhase(axis, below === 0 ? 0 : axis.stride - below).count;
}
