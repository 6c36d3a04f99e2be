import { gamma, overflow, slack, underflow, unitRoundoff } from '../rounding/bound.ts';

/** Two numbers that are the same in exact arithmetic, as they came out, and how far rounding alone can part them. */
export interface Certificate {
  readonly left: number;
  readonly right: number;
  /** |left − right|. */
  readonly difference: number;
  /** The most that rounding can make of it; Infinity where nothing can be said. */
  readonly bound: number;
  /** difference ≤ bound; null where a tensor has a value that is not finite or a sum may have passed the largest number. */
  readonly holds: boolean | null;
}

/** What a bound for the difference of two float64 sums of products, equal in exact arithmetic, is made of. */
export interface SumsOfProducts {
  /** M: the most roundings that a product passes on either side. */
  readonly roundings: number;
  /** Ŝ: the float64 sum of the products' magnitudes, itself of at most M roundings; the mean of both sides' where they are not the same products. */
  readonly size: number;
  /** Products that either side rounds, each of which may lose η to underflow. */
  readonly products: number;
  /** The largest factor that a product is multiplied with afterwards; at least 1. */
  readonly factor: number;
}

/**
 * A certificate of two such sums, with its bound (Higham, Accuracy and Stability of
 * Numerical Algorithms, 2nd ed., §3.1). A product t that passes at most M roundings on its way comes out as
 * t·(1 + θ), |θ| ≤ γ_M, whatever the order of the sums; each side is off the exact sum by γ_M
 * times the sum of its |t| at most, γ_M·2S together, and by H = η·products·factor for what gradual underflow takes
 * from the products on either side, so that
 *
 *   |left − right| ≤ 2γ_M·S + 2H·(1 + γ_M),  S ≤ (Ŝ + H) / (1 − M·u),  u = 2⁻⁵³,
 *
 * and a little slack for the arithmetic of the bound. The random factors are no smaller than half of the
 * largest (see randomTensor.ts), so that sums on the way, which lack some of them, are at most 2·S/largest: where
 * 4·Ŝ, or 4·factor, is not below the largest number, the bound is Infinity.
 */
export function certificateOf(left: number, right: number, of: SumsOfProducts): Certificate {
  const difference = Math.abs(left - right);
  const bound = boundOf(of);
  return { left, right, difference, bound, holds: bound < Infinity ? difference <= bound : null };
}

function boundOf({ roundings, size, products, factor }: SumsOfProducts): number {
  const u = unitRoundoff('float64');
  const limit = overflow.float64 / 4;
  // Also taken where they are NaN.
  if (!(size < limit && factor < limit && roundings * u < 1)) return Infinity;
  const own = gamma(roundings, u);
  const lost = underflow.float64 * products * factor;
  return (((2 * own) / (1 - roundings * u)) * (size + lost) + 2 * lost * (1 + own)) * slack;
}
