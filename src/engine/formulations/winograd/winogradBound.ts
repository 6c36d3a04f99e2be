import { gamma, overflow, slack, underflow, unitRoundoff } from '../../rounding/bound.ts';
import type { Call } from '../../core/call.ts';
import { winogradMagnitude } from './runWinograd.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { flatIndexOf } from '../../geometry/planeOffsets.ts';
import { type Tiling, tilings } from '../../geometry/tiles.ts';
import { type LargestFactors, largestFactorsOf } from '../../rounding/largestFactors.ts';
import type { Steps } from '../../core/steps.ts';
import type { DType } from '../../core/tensor.ts';

/** What an output element passes through, and what its bound is made of. */
export interface WinogradRoundings {
  /** R: the most roundings that a product of a tap and an input element passes on its way. */
  readonly roundings: number;
  /** K: products U·V that the element is summed of, and as many taps reach it at most. */
  readonly products: number;
  /** Halvings on the way into an element of U, each counted as often as the rest of the way can add it up; 0 without them. */
  readonly halvings: number;
}

/**
 * How far an output element of minimal filtering may be from the reference by rounding alone. The
 * bound of bound.ts does not cover it: here sums of inputs are multiplied by sums of weights, and
 * what is large cancels afterwards. (After Higham, Accuracy and Stability of Numerical Algorithms,
 * 2nd ed., §3.1 and §24; the count of roundings follows this house's own order of summation.)
 *
 * In exact arithmetic y = b + Σ_ξ a_ξ Σ_ci (Σ_j G_ξj g_j)(Σ_k B_ξk d_k), where a, G and B stand for
 * the nested coefficients. A summand a·G·g·B·d of it passes, at most,
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
 * H is what gradual underflow takes: η from each of the K products U·V, K = Cin·r_h·r_w; and η from
 * each halving. A halving's η meets |V̂| ≤ 4·max|x|. Of an axis of three taps a row of G halves three
 * times; with both axes such, an element of U takes in 3η down, of which 3/2 times as much comes
 * across, and 3η across: less than 8η; with one, 3η down, of which twice as much comes across, or 3η.
 * Sums lose nothing. So H = η·K·(1 + 4·max|x|·8), or η·K where no axis has three taps. max|x| is that
 * of the finite inputs: where another one comes in, S is not finite either.
 *
 * The reference r is a float64 sum of the at most K + 1 summands of the definition:
 * |r − y| ≤ γ_{K+1}(2⁻⁵³)·S + K·η, since Σ|w||x| + |b| ≤ S (of a tap and an input element that meet,
 * the coefficients a·G·B add up to 1). What we have of S is the same computation with all
 * magnitudes, in float64: S ≤ (Ŝ + H) / (1 − R·2⁻⁵³). Together, in float64 η standing for all sides,
 *
 *   bound = (γ_R(u) + γ_{K+1}(2⁻⁵³))·Ŝ / (1 − R·2⁻⁵³) + H·(1 + 2γ_R(u)), and a little slack.
 *
 * Where a transform or a sum may pass the dtype's largest number, or Ŝ is not finite, any result can
 * come out and the bound is Infinity; never NaN.
 */
export function* winogradBound(call: Call, geometry: Geometry): Steps<Float64Array<ArrayBuffer>> {
  const magnitude = yield* winogradMagnitude(call, geometry);
  // In its place: the magnitudes are of no more use, and memory that was written before is the faster.
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

/** The counts of a pair of phases, as {@link winogradBound} says. */
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

/** What {@link winogradBound} says of an element, but for its Ŝ: the same for a plane's elements of a phase. */
interface BoundFactors {
  /** S ≤ Ŝ / kept, and a little slack. */
  readonly kept: number;
  /** 1 + γ_R(u). */
  readonly grown: number;
  /** What S·(1 + γ_R(u)) has to stay below: nothing is where the factors alone may overflow. */
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
  // |Bᵀ||d||B| ≤ 4·max|x|, and |G||g||Gᵀ| ≤ 4·max|w| (it is 9/4 with two axes of three taps).
  const mostOnTheWay = Math.max(4 * inputs, 4 * weights) * (1 + own);
  return {
    kept: 1 - roundings * double,
    grown: 1 + own,
    limit: mostOnTheWay < overflow[dtype] ? overflow[dtype] : 0,
    relative: own + gamma(products + 1, double),
    lost: lost * (1 + 2 * own),
  };
}

/** Elements `from`, `from` + `stride`, … before `end`: Ŝ becomes the bound. */
function boundRow(data: Float64Array, from: number, end: number, stride: number, factors: BoundFactors): void {
  for (let at = from; at < end; at += stride) data[at] = elementBound(data[at] as number, factors);
}

/** The bound of an element whose Ŝ is `magnitude`. */
function elementBound(magnitude: number, { kept, grown, limit, relative, lost }: BoundFactors): number {
  const largest = (magnitude / kept) * slack;
  // Also taken where it is NaN or γ_R(u) is Infinity.
  if (!(largest * grown < limit)) return Infinity;
  return (relative * largest + lost) * slack;
}
