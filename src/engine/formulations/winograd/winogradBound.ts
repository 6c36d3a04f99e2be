import { gamma, overflow, slack, underflow, unitRoundoff } from '../../rounding/bound.ts';
import type { Call } from '../../core/call.ts';
import { winogradMagnitude } from './runWinograd.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { flatIndexOf } from '../../geometry/planeOffsets.ts';
import { type Tiling, tilings } from '../../geometry/tiles.ts';
import { type LargestFactors, largestFactorsOf } from '../../rounding/largestFactors.ts';
import type { Steps } from '../../core/steps.ts';
import type { DType } from '../../core/tensor.ts';

/** The counts from which an output element's bound is computed. */
export interface WinogradRoundings {
  /** R: the largest number of roundings that a product of a tap and an input element passes through. */
  readonly roundings: number;
  /** K: the number of products U·V that the element sums, which is also the largest number of taps that reach it. */
  readonly products: number;
  /**
   * How much underflow the halvings on the way into an element of U can cause: the number of halvings, each weighted by
   * how much later steps multiply its error. 0 if the transform does not halve.
   */
  readonly halvings: number;
}

/**
 * Bounds how far an output element of minimal filtering may be from the reference by rounding alone. The bound of
 * bound.ts does not apply: here sums of inputs are multiplied by sums of weights, and large terms cancel afterwards.
 * (After Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1 and §24; the count of roundings follows
 * the order of summation used here.)
 *
 * In exact arithmetic y = b + Σ_ξ a_ξ Σ_ci (Σ_j G_ξj g_j)(Σ_k B_ξk d_k), where a, G and B stand for the nested
 * coefficients. A summand a·G·g·B·d passes, at most,
 *
 * - r − 1 additions per axis of r taps on its way into U (halving is exact but for underflow),
 * - one addition per axis on its way into V (no row of Bᵀ has more than two nonzeros),
 * - one rounding as a product U·V and Cin − 1 as part of the sum over ci (adding to 0 is exact),
 * - r_h·r_w − 1 additions of the ±M_ξ, and one of the bias,
 *
 * R roundings in all, so that ŷ = b(1 + θ₁) + Σ a·G·g·B·d·(1 + θ_R) with |θ_R| ≤ γ_R, hence
 *
 *   |ŷ − y| ≤ γ_R(u)·S + H·(1 + γ_R(u)),  S = Σ_ξ |a| Σ_ci (|G||g||Gᵀ|)_ξ (|Bᵀ||d||B|)_ξ + |b|.
 *
 * H is the loss to gradual underflow: η from each of the K products U·V, K = Cin·r_h·r_w, and η from each halving. A
 * halving's η meets |V̂| ≤ 4·max|x|. Along an axis of three taps, a row of G halves three times. If both axes have three
 * taps, an element of U takes in 3η down, of which 3/2 times as much comes across, and 3η across: less than 8η. If one
 * axis has, it takes in 3η down, of which twice as much comes across, or 3η. Sums lose nothing. So
 * H = η·K·(1 + 4·max|x|·8), or η·K if no axis has three taps. max|x| is the maximum of the finite inputs: if another
 * input contributes, S is not finite either.
 *
 * The reference r is a float64 sum of at most K + 1 summands of the definition:
 * |r − y| ≤ γ_{K+1}(2⁻⁵³)·S + K·η, because Σ|w||x| + |b| ≤ S (for a tap and an input element that meet, the
 * coefficients a·G·B add up to 1). S is known from the same computation with all magnitudes, in float64:
 * S ≤ (Ŝ + H) / (1 − R·2⁻⁵³). Together, with η in float64 standing for all sides,
 *
 *   bound = (γ_R(u) + γ_{K+1}(2⁻⁵³))·Ŝ / (1 − R·2⁻⁵³) + H·(1 + 2γ_R(u)), with some slack.
 *
 * If a transform or a sum may exceed the dtype's largest number, or Ŝ is not finite, any result is possible and the
 * bound is Infinity; it is never NaN.
 */
export function* winogradBound(call: Call, geometry: Geometry): Steps<Float64Array<ArrayBuffer>> {
  const magnitude = yield* winogradMagnitude(call, geometry);
  // The bound overwrites the magnitudes: they are not needed again, and reused memory is faster than fresh memory.
  const bound = magnitude.data as Float64Array<ArrayBuffer>;
  const { columns, h, w } = geometry;
  const largest = largestFactorsOf(call, geometry);
  for (const tiling of tilings(geometry)) {
    const passed = roundingsOf(geometry, tiling);
    for (let from = 0; from < bound.length; from += columns) {
      const factors = boundFactors(passed, largest[from / columns] as LargestFactors, call.dtype);
      for (let y = tiling.h.phase; y < h.outputSize; y += h.stride) {
        const row = from + flatIndexOf(w.outputSize, y, 0);
        boundRow(bound, row + tiling.w.phase, row + w.outputSize, w.stride, factors);
      }
    }
  }
  return bound;
}

/** Returns the counts for a pair of stride phases, as derived at {@link winogradBound}. */
export function roundingsOf(
  { cinPerGroup, hasBias }: Pick<Geometry, 'cinPerGroup' | 'hasBias'>,
  { h, w }: Tiling,
): WinogradRoundings {
  const [down, across] = [h.filter.taps, w.filter.taps];
  const kernel = down - 1 + (across - 1);
  const input = 2;
  const output = down * across - 1;
  return {
    roundings: kernel + input + cinPerGroup + output + (hasBias ? 1 : 0),
    products: cinPerGroup * down * across,
    halvings: down === 3 || across === 3 ? 8 : 0,
  };
}

/**
 * The numbers in the bound of {@link winogradBound} other than Ŝ. They are the same for all elements of one plane and
 * one phase.
 */
interface BoundFactors {
  /** The number c with S ≤ Ŝ / c, apart from some slack. */
  readonly kept: number;
  /** 1 + γ_R(u). */
  readonly grown: number;
  /** If S·(1 + γ_R(u)) is not below this limit, a sum may overflow. 0 if the factors alone may overflow. */
  readonly limit: number;
  /** γ_R(u) + γ_{K+1}(2⁻⁵³). */
  readonly relative: number;
  /** H·(1 + 2γ_R(u)). */
  readonly lost: number;
}

function boundFactors(
  { roundings, products, halvings }: WinogradRoundings,
  { inputs, weights }: LargestFactors,
  dtype: DType,
): BoundFactors {
  const own = gamma(roundings, unitRoundoff(dtype));
  const double = unitRoundoff('float64');
  const lost = underflow[dtype] * products * (1 + 4 * inputs * halvings);
  // |Bᵀ||d||B| ≤ 4·max|x|, and |G||g||Gᵀ| ≤ 4·max|w| (9/4 if both axes have three taps).
  const mostOnTheWay = Math.max(4 * inputs, 4 * weights) * (1 + own);
  return {
    kept: 1 - roundings * double,
    grown: 1 + own,
    limit: mostOnTheWay < overflow[dtype] ? overflow[dtype] : 0,
    relative: own + gamma(products + 1, double),
    lost: lost * (1 + 2 * own),
  };
}

/** Replaces Ŝ by the bound in the elements `from`, `from` + `stride`, … before `end`. */
function boundRow(data: Float64Array, from: number, end: number, stride: number, factors: BoundFactors): void {
  for (let at = from; at < end; at += stride) data[at] = elementBound(data[at] as number, factors);
}

/** Returns the bound of an element whose Ŝ is `magnitude`. */
function elementBound(magnitude: number, { kept, grown, limit, relative, lost }: BoundFactors): number {
  const largest = (magnitude / kept) * slack;
  // The negated form also catches NaN and an infinite γ_R(u).
  if (!(largest * grown < limit)) return Infinity;
  return (relative * largest + lost) * slack;
}
