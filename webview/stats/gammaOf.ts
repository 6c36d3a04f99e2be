import { gamma, unitRoundoff } from '../../src/engine/bound.ts';
import { roundingsOf } from '../../src/engine/winogradBound.ts';
import { tilings } from '../../src/engine/geometry/tiles.ts';
import type { AxisGeometry, Geometry } from '../../src/engine/geometry.ts';
import { tapsReaching } from '../../src/engine/provenance/taps.ts';
import type { DType } from '../../src/engine/tensor.ts';
import { formatExponent, formatSubscript } from '../../src/scenario/format.ts';
import type { Loaded } from '../store/session.ts';

/** γ_K of the run's dtype after K roundings. */
export function gammaFor(roundings: number, dtype: DType): number {
  return gamma(roundings, unitRoundoff(dtype));
}

/**
 * The γ of the output elements that take the most roundings, with its value "γ₄₅₁ = 2.69e−5", and the
 * bound that it is part of: "γ₄₅₁ Σ|w||x|", for winograd γ times the magnitudes of what it adds up.
 */
export function gammaOf({ geometry, run, formulation }: Loaded): {
  readonly bound: string;
  readonly equation: string;
} {
  const tiled = formulation.id === 'winograd';
  const roundings = tiled ? mostRoundings(geometry) : mostSummands(geometry);
  const symbol = `γ${formatSubscript(roundings)}`;
  return {
    bound: `${symbol} ${tiled ? '|Aᵀ|(Σ|G||g||Gᵀ| ⊙ |Bᵀ||d||B|)|A|' : 'Σ|w||x|'}`,
    equation: `${symbol} = ${formatExponent(gammaFor(roundings, run.call.dtype), 1)}`,
  };
}

function mostSummands({ h, w, cinPerGroup, hasBias }: Geometry): number {
  return mostTaps(h) * mostTaps(w) * cinPerGroup + (hasBias ? 1 : 0);
}

function mostRoundings(geometry: Geometry): number {
  const all = [...tilings(geometry)].map((tiling) => roundingsOf(geometry, tiling).roundings);
  return Math.max(...all);
}

/** The most taps that reach one output index along an axis. */
function mostTaps(axis: AxisGeometry): number {
  let most = 0;
  for (let o = 0; o < axis.outputSize; o++) most = Math.max(most, tapsReaching(axis, o).count);
  return most;
}
