import { formats } from './formats.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { DType } from '../core/tensor.ts';

/** Returns u, the largest relative error of one rounding: half the distance from 1 to the next larger number. */
export function unitRoundoff(arithmetic: Arithmetic): number {
  return formats[arithmetic].roundoff;
}

/**
 * Returns γ_K = K·u / (1 − K·u), the largest relative error that K roundings of a product cause together (Higham, lemma
 * 3.1). Returns Infinity if K·u ≥ 1.
 */
export function gamma(roundings: number, u: number): number {
  const product = roundings * u;
  return product < 1 ? product / (1 - product) : Infinity;
}

/**
 * The smallest number that rounds to infinity, which is half a unit in the last place above the largest finite number.
 * For float64, the largest finite number itself.
 */
export const overflow = { float16: 65520, float32: 2 ** 128 - 2 ** 103, float64: Number.MAX_VALUE };

/**
 * η, the error that underflow can cause in one operation: half the smallest subnormal. The float64 value is twice as
 * large, because it covers one operation of the run and one of the reference.
 */
export const underflow = { float16: 2 ** -25, float32: 2 ** -150, float64: 2 ** -1074 };

/**
 * A factor that covers the dozen roundings in the arithmetic of the bound itself, and the rounding of the error that is
 * compared with the bound.
 */
export const slack = 1 + 2 ** -49;

/**
 * The largest distance of an output element from the reference that rounding alone can cause. Every correct
 * implementation that adds up the definition's products in IEEE arithmetic of this dtype stays within this bound, in
 * any order of the terms, with or without fused multiply-add. A larger error is a bug, not rounding. (For an
 * implementation that transforms its factors first, see winogradBound.ts.) Source: Higham, Accuracy and Stability of
 * Numerical Algorithms, 2nd ed., §3.1 and §4.2.
 *
 * An element is y = b + Σ w·x. K is the number of its summands, including the bias. A summand passes through one
 * rounding as a product and at most K − 1 as part of a sum (adding to 0 is exact, and so is adding the product of an
 * inserted or padding zero). The computed value is therefore ŷ = Σ wx·(1 + θ) with |θ| ≤ γ_K, hence
 *
 *   |ŷ − y| ≤ γ_K(u)·S + K·η·(1 + γ_K(u)),  S = Σ|w||x| + |b|,
 *
 * where η is the error of one product or fused multiply-add from gradual underflow; sums have none. The reference r is
 * such a sum too, in float64: |r − y| ≤ γ_K(2⁻⁵³)·S, with exact products if the call is float32. S itself is only known
 * as a float64 sum Ŝ of these K positive summands, so that S ≤ (Ŝ + K·η) / (1 − K·2⁻⁵³). Together, with η covering both
 * sides in float64:
 *
 *   bound = (γ_K(u) + γ_K(2⁻⁵³))·Ŝ / (1 − K·2⁻⁵³) + K·η·(1 + 2γ_K(u)), and a little slack.
 *
 * If the call is float32, Ŝ may also be summed in float32 for speed. Its K products and sums are then rounded in
 * float32, so that S ≤ (Ŝ + K·2⁻¹⁵⁰) / (1 − K·2⁻²⁴), which replaces the inequality above. The bound becomes larger by a
 * few parts in 2²⁴/K, never smaller.
 *
 * If Ŝ = 0, all products are 0 and so is the bound; a float32 Ŝ is 0 only if this holds (see reference.ts). If a sum
 * may exceed the dtype's largest number, or S is not finite, any result is possible and the bound is Infinity. The
 * bound is never NaN.
 */
export interface SumsBound {
  readonly kind: 'sums';
  /** The dtype in which the output was computed. */
  readonly dtype: DType;
  /** The dtype in which Ŝ was summed. */
  readonly summed: DType;
  /** Ŝ of each output element, in the output's order. */
  readonly magnitude: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  /** K for each element of an output plane, (Ho·Wo); the same for every plane. */
  readonly termCount: Uint32Array<ArrayBuffer>;
}

/**
 * The rounding bound of every output element. It is computed from the magnitudes of the element's terms or, for
 * formulations with sums of their own (winograd), given directly.
 */
export type RoundingBound = SumsBound | OwnBound;

/** The bound of a formulation that does not add up the products of the definition. */
export interface OwnBound {
  readonly kind: 'own';
  /** The bound of each output element, in the output's order. */
  readonly values: Float64Array<ArrayBuffer>;
}

/**
 * Returns the stored numbers of a bound, one for each output element: the bounds themselves, or the magnitudes from
 * which they are computed.
 */
export function boundNumbers(bound: RoundingBound): SumsBound['magnitude'] {
  return bound.kind === 'own' ? bound.values : bound.magnitude;
}

/**
 * Returns a function from the flat index of an output element to the element's bound, which is computed on demand. If
 * the caller already has the factors of the bound, `factors` saves computing them again.
 */
export function boundReader(
  bound: RoundingBound,
  factors: BoundFactors | null = boundFactorsOf(bound),
): (at: number) => number {
  if (bound.kind === 'own' || factors === null) {
    const values = boundNumbers(bound);
    return (at) => values[at] as number;
  }
  const { magnitude } = bound;
  const { places, table } = factors;
  const columns = places.length;
  return (at) => {
    const magnitudeSum = magnitude[at] as number;
    const j = places[at % columns] as number;
    if (magnitudeSum === 0) return 0;
    // The negated form also catches NaN.
    if (!(magnitudeSum < (table[j] as number))) return Infinity;
    return magnitudeSum * (table[j + 1] as number) + (table[j + 2] as number);
  };
}

/**
 * The factors with which a bound is computed from a magnitude. They depend only on the number of terms, of which few
 * occur.
 */
export interface BoundFactors {
  /** For each element of an output plane, the index in `table` of its three factors: see `Factors`. */
  readonly places: Uint32Array<ArrayBuffer>;
  readonly table: Float64Array<ArrayBuffer>;
}

/** Computes the factors of a bound. Returns null if the bound is not computed from magnitudes. */
export function boundFactorsOf(bound: RoundingBound): BoundFactors | null {
  if (bound.kind === 'own') return null;
  const { dtype, summed, termCount } = bound;
  const columns = termCount.length;
  let mostTerms = 0;
  for (let j = 0; j < columns; j++) mostTerms = Math.max(mostTerms, termCount[j] as number);
  // For each number of terms, one more than the index of its factors; 0 if it has not occurred yet.
  const indexPlusOne = new Uint32Array(mostTerms + 1);
  const table: number[] = [];
  const places = new Uint32Array(columns);
  for (let j = 0; j < columns; j++) {
    const terms = termCount[j] as number;
    if (indexPlusOne[terms] === 0) indexPlusOne[terms] = table.push(...factorsOf(terms, dtype, summed)) - 2;
    places[j] = (indexPlusOne[terms] as number) - 1;
  }
  return { places, table: Float64Array.from(table) };
}

/** Returns the rounding bound of one element with the magnitude Ŝ, summed in `summed`, and K terms. */
export function elementBound(
  magnitude: number,
  terms: number,
  arithmetic: Arithmetic,
  summed: DType = 'float64',
): number {
  if (magnitude === 0) return 0;
  const [limit, scale, extra] = factorsOf(terms, arithmetic, summed);
  return magnitude < limit ? magnitude * scale + extra : Infinity;
}

/**
 * `limit`: if Ŝ is not below this, a sum may overflow. `scale`: the factor of Ŝ. `extra`: the part due to underflow.
 */
type Factors = readonly [limit: number, scale: number, extra: number];

function factorsOf(terms: number, dtype: Arithmetic, summed: DType): Factors {
  const ownGamma = gamma(terms, unitRoundoff(dtype));
  const doubleGamma = gamma(terms, unitRoundoff('float64'));
  const magnitudeLoss = terms * unitRoundoff(summed);
  if (ownGamma === Infinity || magnitudeLoss >= 1) return [0, Infinity, Infinity];
  // S ≤ Ŝ·magnitudeScale + underflowedMagnitude
  const magnitudeScale = slack / (1 - magnitudeLoss);
  const underflowedMagnitude = summed === 'float32' ? terms * underflow.float32 * magnitudeScale : 0;
  const limit = (overflow[dtype] / (1 + ownGamma) - underflowedMagnitude) / magnitudeScale / slack;
  const underflowError = terms * underflow[dtype] * (1 + 2 * ownGamma);
  return [
    limit,
    (ownGamma + doubleGamma) * magnitudeScale * slack,
    ((ownGamma + doubleGamma) * underflowedMagnitude + underflowError) * slack,
  ];
}
