import { phaseOf } from '../geometry/phases.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex } from './provenance.ts';
import type { ChannelTaps } from './elementTaps.ts';
import { tapsPerChannel } from './elementTaps.ts';
import type { Progression } from './progression.ts';
import { outputsOfPhase, placeInPhase, tapsOfPhase } from './tapProgressions.ts';

/**
 * The output elements (y, x) ≡ (phase y, phase x) (mod stride). The same taps reach all of them, so they are the output
 * of a small convolution without inserted zeros.
 */
export interface StridePhase {
  readonly at: readonly [y: number, x: number];
  readonly taps: ChannelTaps;
  readonly y: Progression;
  readonly x: Progression;
  /** Number of rows of the phase's unfolded matrix: channels of a group times taps of the phase. */
  readonly rows: number;
  /** Number of columns of the phase's unfolded matrix: output elements of the phase in one channel. */
  readonly columns: number;
}

/** Returns the phase of an output element. */
export function phaseUnder(geometry: Geometry, element: Pick<OutputIndex, 'y' | 'x'>): StridePhase {
  const { h, w, cinPerGroup } = geometry;
  const at = [phaseOf(h, element.y), phaseOf(w, element.x)] as const;
  const taps = { y: tapsOfPhase(h, at[0]), x: tapsOfPhase(w, at[1]) };
  const y = outputsOfPhase(h, at[0]);
  const x = outputsOfPhase(w, at[1]);
  const rows = cinPerGroup * tapsPerChannel(taps);
  return { at, taps, y, x, rows, columns: y.count * x.count };
}

/** Returns the column, in the unfolded matrix of a phase, of one of the phase's output elements. */
export function phaseColumnOf({ h, w }: Geometry, phase: StridePhase, { y, x }: Pick<OutputIndex, 'y' | 'x'>): number {
  return placeInPhase(h, y) * phase.x.count + placeInPhase(w, x);
}

/** Returns the output position of this column of the phase's unfolded matrix: the inverse of {@link phaseColumnOf}. */
export function phaseElementAt({ y, x }: StridePhase, column: number): { readonly y: number; readonly x: number } {
  return {
    y: y.first + Math.floor(column / x.count) * y.step,
    x: x.first + (column % x.count) * x.step,
  };
}
