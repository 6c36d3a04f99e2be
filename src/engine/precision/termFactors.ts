import { gamma, underflow, unitRoundoff } from '../rounding/bound.ts';
import type { DType } from '../core/tensor.ts';
import type { EnteringRounding } from './enteringRounding.ts';
import type { Profile } from './profiles.ts';

/** The factors of A (see profileBound.ts) for elements with K terms: A = Ŝ·scale + X·perInput + W·perWeight + extra. */
export interface TermFactors {
  readonly scale: number;
  readonly perInput: number;
  readonly perWeight: number;
  readonly extra: number;
  /** The factor f with S ≤ Ŝ·f, apart from what `extra` and `scale` account for. */
  readonly largest: number;
}

/** Everything that {@link termFactorsOf} needs besides the number of terms. */
export interface TermContext {
  readonly entering: EnteringRounding;
  readonly profile: Profile;
  /** The call's dtype; in float64 the reference's products may underflow. */
  readonly dtype: DType;
  /** The dtype in which Ŝ was summed. */
  readonly summed: DType;
}

/**
 * Computes the {@link TermFactors} for K = `terms`. As in bound.ts, S ≤ (Ŝ + K·η) / (1 − K·u), with the u and η of
 * `summed`. If K·u ≥ 1, all factors are Infinity.
 */
export function termFactorsOf(terms: number, { entering, profile, dtype, summed }: TermContext): TermFactors {
  const { inputs, weights, bias } = entering;
  const { accumulation } = profile;
  const own = gamma(terms, accumulation.roundoff);
  const double = gamma(terms, unitRoundoff('float64'));
  const lost = terms * unitRoundoff(summed);
  if (own === Infinity || lost >= 1) {
    return { scale: Infinity, perInput: 0, perWeight: 0, extra: Infinity, largest: Infinity };
  }
  const largest = 1 / (1 - lost);
  const exactProducts = dtype === 'float32';
  const hidden = exactProducts && summed === 'float64' ? 0 : terms * underflow[summed] * largest;
  const entered = (1 + inputs.roundoff) * (1 + weights.roundoff) - 1;
  const rho = Math.max(entered, bias.roundoff);
  const relative = rho + own * (1 + rho) + double;
  const operations = accumulation.sumsUnderflow ? 2 * terms : terms;
  const under = terms * inputs.underflow * weights.underflow + bias.underflow + operations * accumulation.underflow;
  return {
    scale: relative * largest,
    perInput: terms * weights.underflow * (1 + inputs.roundoff) * (1 + own),
    perWeight: terms * inputs.underflow * (1 + weights.roundoff) * (1 + own),
    extra: relative * hidden + under * (1 + own) + (exactProducts ? 0 : terms * underflow.float64),
    largest,
  };
}
