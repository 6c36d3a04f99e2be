import { gamma } from '../../src/engine/rounding/bound.ts';
import { formats } from '../../src/engine/rounding/formats.ts';
import { isEmulated, type ProfileId, profileOf } from '../../src/engine/precision/profiles.ts';
import { formatExponent, formatSubscript } from '../../src/scenario/text/format.ts';
import { wordsOfFormulation } from '../../src/scenario/text/formulationWords.ts';
import type { RunModel } from '../store/runModel.ts';

/**
 * The γ of the output elements that take the most roundings, with its value "γ₄₅₁ = 2.69e−5", and the
 * bound that it is part of: "γ₄₅₁ Σ|w||x|", γ times the magnitudes of what the formulation adds up. Of an
 * emulated precision its bound in the first order: ρ is what rounding both factors can do, u what storing does.
 */
export function gammaOf({ geometry, run, formulation }: RunModel): {
  readonly bound: string;
  readonly equation: string;
} {
  const roundings = formulation.mostRoundings(geometry);
  const symbol = `γ${formatSubscript(roundings)}`;
  if (isEmulated(run.profile)) return emulatedGamma(run.profile, roundings, symbol);
  return {
    bound: `${symbol} ${wordsOfFormulation[formulation.id].magnitude}`,
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
