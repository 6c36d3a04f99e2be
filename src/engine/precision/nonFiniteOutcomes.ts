import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { firstInputChannel } from '../geometry/planeOffsets.ts';
import { inputBehind } from '../provenance/axisProvenance.ts';
import { coutInGroup } from '../provenance/channels.ts';
import { inputOffset, outputAt, weightOffset } from '../provenance/offsets.ts';
import { membersOf } from '../provenance/progression.ts';
import { tapsReaching } from '../provenance/tapProgressions.ts';
import { formats } from '../rounding/formats.ts';
import { type ElementBounds, emulatedSlack, type SummedElement } from './elementBound.ts';
import type { Profile, ProfileRounding } from './profiles.ts';

/**
 * The kinds of values that a correct computation may give an output element.
 *
 * An infinity or a NaN is absorbing: no sum or product with one is finite. The kinds therefore follow from the terms of
 * the definition, whatever the order of summation. As it enters a profile (rounded, or flushed to zero), a factor may
 * become 0 or infinite, and a term is
 *
 * - NaN if a factor is NaN, or if one is infinite and the other is 0: it must be NaN if they must be, and may be NaN if
 *   they may be;
 * - an infinity of the sign of its product if a factor is infinite and the other is not 0;
 * - otherwise finite.
 *
 * Let P and M be the sums of the positive and of the negative finite terms' magnitudes. No partial sum of any order is
 * above P or below −M, apart from the error of the sums, so that one can become +∞ only if P reaches the largest number
 * of the accumulation format, and −∞ only if M does; without terms of a sign, no sum has that sign. The stored sum, with its bias or before the bias is added, can
 * become infinite only with the sign that reaches the largest number of the stored format. Therefore the element may be
 *
 * - NaN if a term may be NaN, or if +∞ and −∞ both may occur, as a term or as a sum; it must be NaN if a term must be
 *   NaN, or if terms must be +∞ and −∞;
 * - +∞ if +∞ may occur and no term must be −∞; likewise −∞;
 * - finite if no term must be non-finite.
 */
export interface Outcomes {
  readonly finite: boolean;
  readonly positive: boolean;
  readonly negative: boolean;
  readonly nan: boolean;
}

/** Returns true if a value is of a kind that may occur. */
export function mayBe({ finite, positive, negative, nan }: Outcomes, value: number): boolean {
  if (Number.isNaN(value)) return nan;
  if (Number.isFinite(value)) return finite;
  return value > 0 ? positive : negative;
}

/** Returns a function that derives the {@link Outcomes} of the element at a flat index from its terms. */
export function outcomesReader(
  call: Call,
  geometry: Geometry,
  profile: Profile,
  bounds: ElementBounds,
  largestOf: (at: number) => SummedElement['largest'],
): (at: number) => Outcomes {
  const { h, w, cinPerGroup } = geometry;
  const [x, weight] = [call.input.data, call.weight.data];
  const outcomesOf = sumOutcomes(profile, bounds);
  return (at) => {
    const element = outputAt(geometry, at);
    const cout = coutInGroup(geometry, element.c);
    const first = firstInputChannel(geometry, element.c);
    const [down, across] = [membersOf(tapsReaching(h, element.y)), membersOf(tapsReaching(w, element.x))];
    const eachProduct: SumTerms['eachProduct'] = (visit) => {
      for (let cin = first; cin < first + cinPerGroup; cin++) {
        for (const ky of down) {
          const y = inputBehind(h, element.y, ky);
          for (const kx of across) {
            const input = { n: element.n, c: cin, y, x: inputBehind(w, element.x, kx) };
            visit(
              x[inputOffset(geometry, input)] as number,
              weight[weightOffset(geometry, { cin, cout, ky, kx })] as number,
            );
          }
        }
      }
    };
    const bias = call.bias === null ? null : (call.bias.data[element.c] as number);
    const terms = down.length * across.length * cinPerGroup + (bias === null ? 0 : 1);
    return outcomesOf({ eachProduct, bias, terms, largest: largestOf(at) });
  };
}

/** The terms of one element: products of two factors, and a bias if there is one. */
export interface SumTerms {
  /** Calls `visit` with the factors of every product. */
  readonly eachProduct: (visit: (a: number, b: number) => void) => void;
  readonly bias: number | null;
  /** K, the number of terms. */
  readonly terms: number;
  readonly largest: SummedElement['largest'];
}

/** Returns a function that derives the {@link Outcomes} of a sum of products that is computed in a profile. */
export function sumOutcomes(profile: Profile, bounds: ElementBounds): (sum: SumTerms) => Outcomes {
  const entered = enteringOf(profile.factors);
  const enteredBias = enteringOf(profile.bias);
  const sumLimit = formats[profile.accumulation.format].overflow;
  const outputLimit = formats[profile.output.format].overflow;
  return ({ eachProduct, bias, terms, largest }) => {
    const seen = new SeenTerms();
    eachProduct((a, b) => {
      seen.addProduct(entered(a), entered(b));
    });
    const sum = seen.positive - seen.negative;
    if (bias !== null) seen.add(enteredBias(bias));
    const own = bias !== null && Number.isFinite(bias) ? bias : 0;
    const magnitude = seen.positive + seen.negative;
    const summed = { value: sum + own, magnitude, terms, bias: bias === null ? null : own, largest };
    const off = bounds.accumulated(summed);
    const stored = bounds.storedFirst(summed, off);
    const sumOverflows = (part: number): boolean =>
      !((part * bounds.largestSum(terms) + off) * emulatedSlack < sumLimit);
    const storeOverflows = (sign: 1 | -1): boolean =>
      !((Math.max(sign * sum, sign * (sum + own)) + off + stored) * emulatedSlack < outputLimit);
    return seen.outcomes({
      positive: seen.positive > 0 && (sumOverflows(seen.positive) || storeOverflows(1)),
      negative: seen.negative > 0 && (sumOverflows(seen.negative) || storeOverflows(-1)),
    });
  };
}

type Possibility = 'no' | 'may' | 'must';

/** A number as it enters a profile. */
interface Entered {
  readonly value: number;
  readonly zero: Possibility;
  readonly infinite: Possibility;
}

/** Covers a rounding to float32 on the way from float64 to a narrower format. */
const throughFloat32 = 1 + 2 ** -23;

/** Returns a function that tells whether a number may become 0 or infinite by a rounding. */
function enteringOf({ format, flushes }: ProfileRounding): (value: number) => Entered {
  const { overflow, smallestNormal, smallestSubnormal } = formats[format];
  // Truncation takes everything below the smallest subnormal to 0, rounding to nearest half of it.
  const least = flushes ? smallestNormal : smallestSubnormal / 2;
  // float64 uses its largest number for `overflow`, which it represents.
  const largest = format === 'float64' ? Infinity : overflow / throughFloat32;
  return (value) => {
    const size = Math.abs(value);
    return {
      value,
      zero: size === 0 ? 'must' : size <= least * throughFloat32 ? 'may' : 'no',
      infinite: size === Infinity ? 'must' : size >= largest ? 'may' : 'no',
    };
  };
}

/** The kinds of the terms of an element. */
class SeenTerms {
  /** Sums of the magnitudes of the positive and the negative finite terms. */
  positive = 0;
  negative = 0;
  #mustNaN = false;
  #mayNaN = false;
  #mustBe = { positive: false, negative: false };
  #mayBe = { positive: false, negative: false };
  /** True if a term cannot be finite. */
  #required = false;

  addProduct(a: Entered, b: Entered): void {
    if (Number.isNaN(a.value) || Number.isNaN(b.value)) {
      this.#mustNaN = true;
      return;
    }
    if (a.infinite === 'no' && b.infinite === 'no') {
      this.#addFinite(a.value * b.value);
      return;
    }
    const meets = (infinite: Possibility, zero: Possibility, both: boolean): boolean =>
      both ? infinite === 'must' && zero === 'must' : infinite !== 'no' && zero !== 'no';
    this.#mustNaN ||= meets(a.infinite, b.zero, true) || meets(b.infinite, a.zero, true);
    this.#mayNaN ||= meets(a.infinite, b.zero, false) || meets(b.infinite, a.zero, false);
    const must = a.infinite === 'must' || b.infinite === 'must';
    this.#required ||= must;
    if (a.zero === 'must' || b.zero === 'must') return;
    const sign = Math.sign(a.value) * Math.sign(b.value);
    this.#addInfinite(sign, must && a.zero === 'no' && b.zero === 'no');
    if (!must) this.#addFinite(a.value * b.value);
  }

  /** Adds a term that is no product: the bias. */
  add({ value, infinite }: Entered): void {
    if (Number.isNaN(value)) this.#mustNaN = true;
    else if (infinite === 'no') this.#addFinite(value);
    else {
      this.#required ||= infinite === 'must';
      this.#addInfinite(Math.sign(value), infinite === 'must');
      if (infinite !== 'must') this.#addFinite(value);
    }
  }

  /** Returns the kinds of values of the element, given which infinities the sums may overflow to. */
  outcomes(overflow: { readonly positive: boolean; readonly negative: boolean }): Outcomes {
    const must = this.#mustBe;
    if (this.#mustNaN || (must.positive && must.negative)) {
      return { finite: false, positive: false, negative: false, nan: true };
    }
    const positive = this.#mayBe.positive || overflow.positive;
    const negative = this.#mayBe.negative || overflow.negative;
    return {
      finite: !this.#required,
      positive: positive && !must.negative,
      negative: negative && !must.positive,
      nan: this.#mayNaN || (positive && negative),
    };
  }

  #addFinite(value: number): void {
    if (value > 0) this.positive += value;
    else this.negative -= value;
  }

  #addInfinite(sign: number, must: boolean): void {
    const key = sign > 0 ? 'positive' : 'negative';
    this.#mayBe[key] = true;
    this.#mustBe[key] ||= must;
  }
}
