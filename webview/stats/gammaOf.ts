import { gamma, unitRoundoff } from '../../src/engine/bound.ts';
import type { AxisGeometry } from '../../src/engine/geometry.ts';
import { tapsReaching } from '../../src/engine/provenance/taps.ts';
import type { DType } from '../../src/engine/tensor.ts';
import { formatExponent, formatSubscript } from '../../src/scenario/format.ts';
import type { Loaded } from '../store/session.ts';

/** γ_K of the run's dtype after K roundings. */
export function gammaFor(roundings: number, dtype: DType): number {
  return gamma(roundings, unitRoundoff(dtype));
}

/** The γ_K of the output elements with the most terms: "γ₄₅₁", and with its value "γ₄₅₁ = 2.69e−5". */
export function gammaOf({ geometry, run }: Loaded): {
  readonly symbol: string;
  readonly equation: string;
} {
  const terms = mostTaps(geometry.h) * mostTaps(geometry.w) * geometry.cinPerGroup;
  const summands = terms + (geometry.hasBias ? 1 : 0);
  const symbol = `γ${formatSubscript(summands)}`;
  return {
    symbol,
    equation: `${symbol} = ${formatExponent(gammaFor(summands, run.call.dtype), 1)}`,
  };
}

/** The most taps that reach one output index along an axis. */
function mostTaps(axis: AxisGeometry): number {
  let most = 0;
  for (let o = 0; o < axis.outputSize; o++) most = Math.max(most, tapsReaching(axis, o).count);
  return most;
}
