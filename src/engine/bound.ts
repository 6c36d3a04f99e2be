import type { Geometry } from './geometry.ts';
import type { DType } from './tensor.ts';

/** u, half the distance from 1 to the next larger number: the largest relative error of one rounding. */
export function unitRoundoff(dtype: DType): number {
  return dtype === 'float32' ? 2 ** -24 : 2 ** -53;
}

/** γ_K = K·u / (1 − K·u): the largest relative error that K roundings make of a factor 1 (Higham, lemma 3.1); Infinity where K·u ≥ 1. */
export function gamma(roundings: number, u: number): number {
  const product = roundings * u;
  return product < 1 ? product / (1 - product) : Infinity;
}

/** From here on a number rounds to infinity: half a unit in the last place above the largest finite one. */
export const overflow = { float32: 2 ** 128 - 2 ** 103, float64: Number.MAX_VALUE };

/** What underflow can take from one operation of the run and, in float64, from one of the reference: half the smallest subnormal each. */
export const underflow = { float32: 2 ** -150, float64: 2 ** -1074 };

/** Covers the dozen roundings of the bound's own arithmetic and the one of the error it is compared with. */
export const slack = 1 + 2 ** -49;

/**
 * How far an output element may be from the reference by rounding alone: in whatever order its
 * terms are added, with or without fused multiply-add, no correct implementation that adds up the
 * definition's products in IEEE arithmetic of this dtype is further off (of one that transforms its
 * factors first see winogradBound.ts) (Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd ed., §3.1 and §4.2). Above it, it is not rounding but a bug.
 *
 * An element is y = b + Σ w·x. K is the number of its summands, the bias being one. A summand
 * passes one rounding as a product and at most K − 1 as part of a sum (adding to 0 is exact, as is
 * adding a structural zero), so the computed ŷ = Σ wx·(1 + θ) with |θ| ≤ γ_K, hence
 *
 *   |ŷ − y| ≤ γ_K(u)·S + K·η·(1 + γ_K(u)),  S = Σ|w||x| + |b|,
 *
 * where η is what one product or fused multiply-add loses to gradual underflow; sums lose nothing.
 * The reference r is such a sum too, in float64: |r − y| ≤ γ_K(2⁻⁵³)·S, exact in its products if
 * the call is float32. What we have of S is a float64 sum Ŝ of these K positive summands, so that
 * S ≤ (Ŝ + K·η) / (1 − K·2⁻⁵³). Together, in float64 η standing for both sides:
 *
 *   bound = (γ_K(u) + γ_K(2⁻⁵³))·Ŝ / (1 − K·2⁻⁵³) + K·η·(1 + 2γ_K(u)), and a little slack.
 *
 * Where Ŝ = 0 all products vanish and the bound is 0. Where a sum may pass the dtype's largest
 * number, or S is not finite, any result can come out and the bound is Infinity; never NaN.
 *
 * @param magnitude Ŝ of each output element, in the output's order.
 * @param termCount K of the elements of one output plane, (Ho·Wo); the same for every plane.
 */
export function roundingBound(
  magnitude: Float64Array,
  termCount: Uint32Array,
  geometry: Geometry,
  dtype: DType,
): Float64Array<ArrayBuffer> {
  const bound = new Float64Array(magnitude.length);
  const { columns } = geometry;
  for (let from = 0; from < magnitude.length; from += columns) {
    for (let j = 0; j < columns; j++) {
      bound[from + j] = elementBound(magnitude[from + j] as number, termCount[j] as number, dtype);
    }
  }
  return bound;
}

/** {@link roundingBound} of one element: Ŝ and K as there. */
export function elementBound(magnitude: number, terms: number, dtype: DType): number {
  if (magnitude === 0) return 0;
  const own = gamma(terms, unitRoundoff(dtype));
  const double = unitRoundoff('float64');
  const largest = (magnitude / (1 - terms * double)) * slack;
  // Also taken where largest is NaN or own is Infinity.
  if (!(largest * (1 + own) < overflow[dtype])) return Infinity;
  const rounding = (own + gamma(terms, double)) * largest;
  return (rounding + terms * underflow[dtype] * (1 + 2 * own)) * slack;
}
