import { formats } from './formats.ts';
import type { Arithmetic } from './rounding.ts';
import type { DType } from '../core/tensor.ts';

/** u, half the distance from 1 to the next larger number: the largest relative error of one rounding. */
export function unitRoundoff(arithmetic: Arithmetic): number {
  return formats[arithmetic].roundoff;
}

/** γ_K = K·u / (1 − K·u): the largest relative error that K roundings make of a factor 1 (Higham, lemma 3.1); Infinity where K·u ≥ 1. */
export function gamma(roundings: number, u: number): number {
  const product = roundings * u;
  return product < 1 ? product / (1 - product) : Infinity;
}

/** From here on a number rounds to infinity: half a unit in the last place above the largest finite one. */
export const overflow = { float16: 65520, float32: 2 ** 128 - 2 ** 103, float64: Number.MAX_VALUE };

/** What underflow can take from one operation of the run and, in float64, from one of the reference: half the smallest subnormal each. */
export const underflow = { float16: 2 ** -25, float32: 2 ** -150, float64: 2 ** -1074 };

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
 * Ŝ may also be summed in float32 (for speed, of a float32 call): then it is K products and sums
 * rounded in float32, S ≤ (Ŝ + K·2⁻¹⁵⁰) / (1 − K·2⁻²⁴), and that takes the place of the above. It makes
 * the bound larger by a few parts in 2²⁴/K, never smaller.
 *
 * Where Ŝ = 0 all products vanish and the bound is 0; a float32 Ŝ is only handed in where that holds
 * (see reference.ts). Where a sum may pass the dtype's largest number, or S is not finite, any result
 * can come out and the bound is Infinity; never NaN.
 */
export interface SumsBound {
  readonly kind: 'sums';
  /** The precision whose rounding is bounded. */
  readonly dtype: DType;
  /** The precision that Ŝ was summed in. */
  readonly summed: DType;
  /** Ŝ of each output element, in the output's order. */
  readonly magnitude: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  /** K of the elements of one output plane, (Ho·Wo); the same for every plane. */
  readonly termCount: Uint32Array<ArrayBuffer>;
}

/** The rounding bound of every output element, worked out from its terms' magnitudes or as the formulation itself derives it. */
export type RoundingBound = SumsBound | OwnBound;

/** Of a formulation that does not add up the definition's products. */
export interface OwnBound {
  readonly kind: 'own';
  /** In the output's order. */
  readonly values: Float64Array<ArrayBuffer>;
}

/** What a bound is made of, a number for each output element. */
export function boundNumbers(of: RoundingBound): SumsBound['magnitude'] {
  return of.kind === 'own' ? of.values : of.magnitude;
}

/**
 * Reads a bound at flat indices of the output: every element's is worked out when it is asked for.
 * `factors`: those of a bound by sums, where they are known already.
 */
export function boundReader(
  of: RoundingBound,
  factors: BoundFactors | null = boundFactorsOf(of),
): (at: number) => number {
  if (of.kind === 'own' || factors === null) {
    const values = boundNumbers(of);
    return (at) => values[at] as number;
  }
  const { magnitude } = of;
  const { places, table } = factors;
  const columns = places.length;
  return (at) => {
    const size = magnitude[at] as number;
    const j = places[at % columns] as number;
    if (size === 0) return 0;
    // Also taken where it is NaN.
    if (!(size < (table[j] as number))) return Infinity;
    return size * (table[j + 1] as number) + (table[j + 2] as number);
  };
}

/** What magnitudes are made bounds with: few numbers of terms occur, and each has three factors. */
export interface BoundFactors {
  /** For each place of an output plane where its factors stand in the table. */
  readonly places: Uint32Array<ArrayBuffer>;
  readonly table: Float64Array<ArrayBuffer>;
}

/** The factors of a bound by sums; null of any other. */
export function boundFactorsOf(of: RoundingBound): BoundFactors | null {
  if (of.kind === 'own') return null;
  const { dtype, summed, termCount } = of;
  const columns = termCount.length;
  let most = 0;
  for (let j = 0; j < columns; j++) most = Math.max(most, termCount[j] as number);
  // For each number of terms one more than the place of its factors; 0 while it has not occurred.
  const known = new Uint32Array(most + 1);
  const table: number[] = [];
  const places = new Uint32Array(columns);
  for (let j = 0; j < columns; j++) {
    const terms = termCount[j] as number;
    if (known[terms] === 0) known[terms] = table.push(...factorsOf(terms, dtype, summed)) - 2;
    places[j] = (known[terms] as number) - 1;
  }
  return { places, table: Float64Array.from(table) };
}

/** {@link RoundingBound} of one element: Ŝ, summed in `summed`, and K as there. */
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

/** The Ŝ from which on a sum may overflow, what Ŝ is multiplied with, and what underflow adds. */
type Factors = readonly [limit: number, scale: number, extra: number];

function factorsOf(terms: number, dtype: Arithmetic, summed: DType): Factors {
  const own = gamma(terms, unitRoundoff(dtype));
  const double = gamma(terms, unitRoundoff('float64'));
  const lost = terms * unitRoundoff(summed);
  if (own === Infinity || lost >= 1) return [0, Infinity, Infinity];
  // S ≤ Ŝ·largest + hidden
  const largest = slack / (1 - lost);
  const hidden = summed === 'float32' ? terms * underflow.float32 * largest : 0;
  const limit = (overflow[dtype] / (1 + own) - hidden) / largest / slack;
  const under = terms * underflow[dtype] * (1 + 2 * own);
  return [limit, (own + double) * largest * slack, ((own + double) * hidden + under) * slack];
}
