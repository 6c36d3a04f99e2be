import { gamma } from '../../src/engine/rounding/bound.ts';
import { formats } from '../../src/engine/rounding/formats.ts';
import { isEmulated, type ProfileId, profileOf } from '../../src/engine/precision/profiles.ts';
import { formatShort, formatSubscript } from '../../src/scenario/text/format.ts';
import { wordsOfFormulation } from '../../src/scenario/text/formulationWords.ts';
import type { RunModel } from '../store/runModel.ts';

/**
 * Returns the rounding bound of the output elements with the most roundings as text: `equation` gives the value of γ
 * ("γ₄₅₁ = 2.69e−5"), `bound` is γ times the sum of the magnitudes that the formulation adds ("γ₄₅₁ Σ|w||x|").
 * Under an emulated precision the bound is given to first order: ρ bounds the relative error of a product whose two
 * factors are rounded, u that of rounding the result.
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
    equation: `${symbol} = ${formatShort(gamma(roundings, formats[run.call.dtype].roundoff), 2)}`,
  };
}

function emulatedGamma(id: ProfileId, roundings: number, symbol: string): ReturnType<typeof gammaOf> {
  const { factors, accumulation, output } = profileOf(id);
  const rho = (1 + factors.roundoff) ** 2 - 1;
  const sums = `${symbol} = ${formatShort(gamma(roundings, accumulation.roundoff), 2)}`;
  const stored = output.exact ? '' : `, u = ${formatShort(output.roundoff, 2)}`;
  const equation = `ρ ≤ ${formatShort(rho, 2)}, ${sums}${stored}`;
  return {
    bound: `(ρ + ${symbol}) Σ|w||x|${output.exact ? '' : ' + u|y|'}, ${equation}`,
    equation,
  };
}
