import { boundReader, type RoundingBound, unitRoundoff } from '../rounding/bound.ts';
import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { type LargestFactors, largestFactorsOf } from '../rounding/largestFactors.ts';
import { progressOf } from '../core/progress.ts';
import type { Reference } from '../reference/reference.ts';
import type { Steps } from '../core/steps.ts';
import { elementBoundsOf } from './elementBound.ts';
import { enteringRoundingOf } from './enteringRounding.ts';
import { type Outcomes, outcomesReader } from './nonFiniteOutcomes.ts';
import { isEmulated, type Profile } from './profiles.ts';

/**
 * Bounds how far an output element may be from the reference through a profile's roundings alone: those of the factors
 * as they enter, of products and sums in any order, fused or not, and of the result as it is stored. This generalizes
 * bound.ts; both bounds agree if nothing is rounded on the way in or out. (Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd ed.: §2.2, (2.8) for fl(z) = z·(1 + δ) + ε; lemmas 3.1 and 3.3 for products of 1 + δ; §3.1 for the
 * inner product.)
 *
 * Entering: x̃ = x(1 + δ) + ε, |δ| ≤ u_x, |ε| ≤ η_x, likewise w̃ and b̃; u and η are 0 if the format represents all of
 * the tensor's numbers (enteringRounding.ts). With W and X the largest finite |w| and |x| that contribute to the output plane
 * (largestFactors.ts scans the plane's weights and the input channels of its group),
 *
 *   |w̃x̃ − wx| ≤ ρ|wx| + η_x·W(1 + u_w) + η_w·X(1 + u_x) + η_x·η_w,  1 + ρ = (1 + u_x)(1 + u_w),
 *
 * so, with ρ also at least u_b, ỹ = b̃ + Σ w̃x̃ and S̃ = Σ|w̃||x̃| + |b̃|,
 *
 *   |ỹ − y| ≤ ρ·S + I,  S̃ ≤ (1 + ρ)·S + I,  I = K·(η_x·W(1 + u_w) + η_w·X(1 + u_x) + η_x·η_w) + η_b.
 *
 * Accumulating, as in bound.ts: |ŷ − ỹ| ≤ γ_K(u)·S̃ + L·η·(1 + γ_K(u)), where L = K operations can underflow, or 2K if
 * subnormal sums are flushed to zero. The reference r is off by D = γ_K(2⁻⁵³)·S, plus K·2⁻¹⁰⁷⁴ if its products may
 * underflow. Together |ŷ − r| ≤ A,
 *
 *   A = (ρ + γ_K(u)·(1 + ρ) + γ_K(2⁻⁵³))·S + (I + L·η)·(1 + γ_K(u)) + K·2⁻¹⁰⁷⁴.
 *
 * Storing: |fl(ŷ) − r| ≤ A + u_o(|r| + A) + η_o. With a bias, the sum may be stored first and the bias added afterwards,
 * as PyTorch does with cuDNN's transposed convolution. Then fl(ŝ) is off by A + P, P = (u_o(|r − b| + A) + η_o)(1 + u)
 * including the rounding of the final sum, and in the end
 *
 *   bound = A + P + u_o(|r| + A + P) + η_o,
 *
 * P = 0 without a bias; u_o = η_o = 0 if sums are stored in the format they were accumulated in.
 *
 * Overflow: infinities are absorbing, so a finite result proves that nothing overflowed on the way, and the bound holds
 * for it. Whether a result may be infinite or NaN is a separate question (nonFiniteOutcomes.ts). The bound is Infinity if K·u ≥ 1 or
 * S is not finite, because then any result is possible; it is never NaN. It is 0 if all products vanish: a number that
 * is 0 or below 2⁻⁵³⁷ is 0 in every narrow format.
 */
export interface ProfileBound {
  /** Returns the largest |actual − reference| that a finite element at this flat index may have. */
  bound(at: number): number;
  /** Returns the kinds of values that the element at this flat index may have; see {@link Outcomes}. */
  outcomes(at: number): Outcomes;
}

/**
 * Returns the rounding bounds of a call's output elements under a profile. Each bound is computed when it is read.
 * `largest` are the call's largest factors, if they are known.
 */
export function* profileBoundOf(
  call: Call,
  geometry: Geometry,
  { reference, magnitude, summed, termCount }: Reference,
  profile: Profile,
  largest: readonly LargestFactors[] = largestFactorsOf(call, geometry),
): Steps<ProfileBound> {
  const entering = yield* enteringRoundingOf(call, profile);
  const { columns, cout } = geometry;
  const [r, bias] = [reference.data, call.bias?.data ?? null];
  const planeOf = (at: number): number => Math.floor(at / columns);
  const largestOf = (at: number): LargestFactors => largest[planeOf(at)] as LargestFactors;
  const bounds = elementBoundsOf({ entering, profile, dtype: call.dtype, summed });
  const outcomes = outcomesReader(call, geometry, profile, bounds, largestOf);

  const { accumulation } = profile;
  const known = accumulation.format;
  const changed = [entering.inputs, entering.weights, entering.bias].some(
    (entry) => entry.roundoff > 0 || entry.underflow > 0,
  );
  if ((known === 'float32' || known === 'float64') && accumulation.roundoff === unitRoundoff(known) && !changed) {
    return { bound: boundReader({ kind: 'sums', dtype: known, summed, magnitude, termCount }), outcomes };
  }
  return {
    bound: (at) =>
      bounds.bound({
        value: r[at] as number,
        magnitude: magnitude[at] as number,
        terms: termCount[at % columns] as number,
        bias: bias === null ? null : (bias[planeOf(at) % cout] as number),
        largest: largestOf(at),
      }),
    outcomes,
  };
}

/** Elements between two progress steps. */
const atOnce = 2 ** 14;

/**
 * Returns the rounding bound of every output element under a profile. If the profile is the call's own dtype, the bound
 * is that of rounding/bound.ts; if it is emulated, that of {@link profileBoundOf}.
 */
export function* profileBounds(
  call: Call,
  geometry: Geometry,
  reference: Reference,
  profile: Profile,
): Steps<RoundingBound> {
  const { magnitude, summed, termCount } = reference;
  if (!isEmulated(profile.id)) return { kind: 'sums', dtype: call.dtype, magnitude, summed, termCount };
  const bounds = yield* profileBoundOf(call, geometry, reference, profile);
  const values = new Float64Array(reference.reference.data.length);
  const progress = progressOf(`Bound of ${profile.title}`, values.length);
  for (let start = 0; start < values.length; start += atOnce) {
    const end = Math.min(start + atOnce, values.length);
    for (let at = start; at < end; at++) values[at] = bounds.bound(at);
    const step = progress.advance(end - start);
    if (step !== null) yield step;
  }
  return { kind: 'own', values };
}
