import type { Comparison, Histogram } from '../comparison.ts';
import type { Tensor } from '../tensor.ts';

const few = 256;

/** A histogram of signed errors, and their means. */
export class HistogramOfErrors {
  readonly #limit: number;
  readonly #largest: number;
  /** A power of 2 that makes a number near 1 of the largest error. */
  readonly #unit: number;
  readonly #counts: Uint32Array;
  readonly #worst: Float64Array;
  readonly #worstAbs: Float64Array;
  #sum = 0;
  #sumAbs = 0;
  #squares = 0;

  /** For `count` errors of at most `maxAbs`: 61 bins, or 17 if they are few. */
  constructor(count: number, maxAbs: number) {
    const bins = count > few ? 61 : 17;
    this.#limit = niceLimit(maxAbs);
    this.#largest = maxAbs;
    const exponent = maxAbs > 0 && maxAbs < Infinity ? Math.floor(Math.log2(maxAbs)) : 0;
    this.#unit = 2 ** -Math.max(-1000, Math.min(1000, exponent));
    this.#counts = new Uint32Array(bins);
    this.#worst = new Float64Array(bins).fill(-1);
    this.#worstAbs = new Float64Array(bins).fill(-1);
  }

  /** The elements `from` … `to` − 1; those that are not finite on both sides are left out. */
  see(actual: Tensor['data'], expected: Tensor['data'], from: number, to: number): void {
    const [counts, worst, worstAbs] = [this.#counts, this.#worst, this.#worstAbs];
    const bins = counts.length;
    const half = bins / 2;
    const unit = this.#unit;
    // A limit of 0, and an infinite one, leave one bin: the middle.
    const scale = this.#limit > 0 && this.#limit < Infinity ? this.#limit : Infinity;
    let [sum, sumAbs, squares] = [0, 0, 0];
    for (let at = from; at < to; at++) {
      const [a, e] = [actual[at] as number, expected[at] as number];
      const error = a - e;
      const abs = Math.abs(error);
      if (!(abs < Infinity) && !(Number.isFinite(a) && Number.isFinite(e))) continue;
      const place = abs < Infinity ? (error / scale + 1) * half : half;
      const bin = place < bins ? Math.trunc(place) : bins - 1;
      counts[bin] = (counts[bin] as number) + 1;
      if (abs > (worstAbs[bin] as number)) {
        worstAbs[bin] = abs;
        worst[bin] = at;
      }
      // In a unit of its own: neither is the square of 1e-200 to vanish nor a sum of 1e308 to overflow.
      const share = error * unit;
      sum += share;
      sumAbs += Math.abs(share);
      squares += share * share;
    }
    this.#sum += sum;
    this.#sumAbs += sumAbs;
    this.#squares += squares;
  }

  /** Means over the errors seen, which are `count`; an error that overflowed makes infinite ones. */
  means(count: number): Pick<Comparison, 'meanSigned' | 'meanAbs' | 'rms'> {
    const [largest, unit] = [this.#largest, this.#unit];
    if (largest === 0) return { meanSigned: 0, meanAbs: 0, rms: 0 };
    if (largest === Infinity) return { meanSigned: NaN, meanAbs: Infinity, rms: Infinity };
    return {
      meanSigned: this.#sum / count / unit,
      meanAbs: this.#sumAbs / count / unit,
      rms: Math.sqrt(this.#squares / count) / unit,
    };
  }

  get histogram(): Histogram {
    const [counts, worst] = [this.#counts, this.#worst].map((each) => Array.from(each));
    return { limit: this.#limit, counts: counts ?? [], worst: worst ?? [] };
  }
}

/** The next larger 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten: a limit that reads well on an axis. 0 of 0. */
export function niceLimit(maxAbs: number): number {
  if (maxAbs === 0 || !Number.isFinite(maxAbs)) return maxAbs;
  const exponent = Math.floor(Math.log10(maxAbs));
  for (const power of [exponent - 1, exponent, exponent + 1]) {
    for (const mantissa of ['1', '1.5', '2', '3', '4', '5', '6', '8']) {
      // Parsed, not multiplied: 3e-7 is to be the double that is written 3e-7.
      const limit = Number(`${mantissa}e${power}`);
      if (limit >= maxAbs) return limit;
    }
  }
  return maxAbs;
}
