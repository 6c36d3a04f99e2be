import { gamma } from '../../src/engine/rounding/bound.ts';
import { formats } from '../../src/engine/rounding/formats.ts';
import { isEmulated, type ProfileId, profileOf } from '../../src/engine/precision/profiles.ts';
import { roundingsOf } from '../../src/engine/formulations/winograd/winogradBound.ts';
import { tilings } from '../../src/engine/geometry/tiles.ts';
import type { AxisGeometry, Geometry } from '../../src/engine/geometry/geometry.ts';
import { tapsReaching } from '../../src/engine/provenance/tapProgressions.ts';
import { formatExponent, formatSubscript } from '../../src/scenario/text/format.ts';
import type { Loaded } from '../store/loaded.ts';

/**
 * The γ of the output elements that take the most roundings, with its value "γ₄₅₁ = 2.69e−5", and the
 * bound that it is part of: "γ₄₅₁ Σ|w||x|", for winograd γ times the magnitudes of what it adds up. Of an
 * emulated precision its bound in the first order: ρ is what rounding both factors can do, u what storing does.
 */
export function gammaOf({ geometry, run, formulation }: Loaded): {
  readonly bound: string;
  readonly equation: string;
} {
  const tiled = formulation.id === 'winograd';
  const roundings = tiled ? mostRoundings(geometry) : mostSummands(geometry);
  const symbol = `γ${formatSubscript(roundings)}`;
  if (isEmulated(run.profile)) return emulatedGamma(run.profile, roundings, symbol);
  return {
    bound: `${symbol} ${tiled ? '|Aᵀ|(Σ|G||g||Gᵀ| ⊙ |Bᵀ||d||B|)|A|' : 'Σ|w||x|'}`,
    equation: `${symbol} = ${formatExponent(gamma(roundings, formats[run.call.dtype].roundoff), 1)}`,
  };
}

function emulatedGamma(id: ProfileId, roundings: number, symbol: string): ReturnType<typeof gammaOf> {
  const { factors, accumulation, output } = profileOf(id);
  const rho = (1 + factors.roundoff) ** 2 - 1;
  const sums = `${symbol} = ${formatExponent(gamma(roundings, accumulation.roundoff), 1)}`;
  const stored = output.exact ? '' : `, u = ${formatExponent(output.roundoff, 1)}`;
  const equation = `ρ ≤ ${formatExponent(rho, 1)}, ${sums}${stored}`;
  return {
    bound: `(ρ + ${symbol}) Σ|w||x|${output.exact ? '' : ' + u|y|'}, ${equation}`,
    equation,
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
