import type { AxisGeometry, Geometry } from '../geometry/geometry.ts';
import { phaseUnder } from './phase.ts';
import { tapsOfPhase } from './tapProgressions.ts';

/** Sizes that hold the matrices of every phase. */
export interface PhaseSizes {
  readonly rows: number;
  readonly columns: number;
  /** Height and width of the largest sub-kernel. */
  readonly taps: readonly [height: number, width: number];
}

/** The most rows, columns and taps that any phase has. */
export function largestPhase(geometry: Geometry): PhaseSizes {
  const { h, w, cinPerGroup } = geometry;
  const taps = [mostTaps(h), mostTaps(w)] as const;
  const { columns } = phaseUnder(geometry, { y: 0, x: 0 });
  return { rows: cinPerGroup * taps[0] * taps[1], columns, taps };
}

/** Taps of the phase that tap 0 reaches: it starts the lowest, so no other has more. */
function mostTaps(axis: AxisGeometry): number {
  const below = axis.padding % axis.stride;
  return tapsOfPhase(axis, below === 0 ? 0 : axis.stride - below).count;
}
