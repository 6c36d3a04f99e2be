import { binOf, errorBinCount } from './errorBins.ts';
import type { ComparedPart } from './comparedPart.ts';
import type { SpreadScale } from './spreadScale.ts';

/** The distribution of the errors added so far. */
export interface SpreadState {
  /**
   * For each bin of the histogram: the number of errors in it, the largest |Δ|, and that element's flat index (−1 for
   * an empty bin).
   */
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly worstAbs: Float64Array<ArrayBuffer>;
  readonly worst: Float64Array<ArrayBuffer>;
  readonly bins: Uint32Array<ArrayBuffer>;
}

/** Sorts errors into bins and sums them: the readable loop, whose result spreadKernel.ts reproduces on WebAssembly. */
export class SpreadLoop {
  readonly #part: ComparedPart;
  readonly #scale: SpreadScale;
  readonly spread: SpreadState;

  constructor(part: ComparedPart, scale: SpreadScale) {
    this.#part = part;
    this.#scale = scale;
    this.spread = {
      counts: new Uint32Array(scale.size),
      worstAbs: new Float64Array(scale.size).fill(-1),
      worst: new Float64Array(scale.size).fill(-1),
      bins: new Uint32Array(errorBinCount),
    };
  }

  /**
   * Adds the elements `from` … `to` − 1, all of one plane. The plane's three sums start at index `place` of `sums`.
   * Skips elements that are not finite on both sides.
   */
  add(from: number, to: number, sums: Float64Array, place: number): void {
    const [a, e] = [this.#part.actual.data, this.#part.expected.data];
    const { counts, worst, worstAbs, bins } = this.spread;
    const { divisor, unit, top } = this.#scale;
    const half = counts.length / 2;
    let [sum, sumAbs, squares] = [0, 0, 0];
    for (let at = from; at < to; at++) {
      const error = (a[at] as number) - (e[at] as number);
      const abs = Math.abs(error);
      if (!(abs < Infinity) && !(Number.isFinite(a[at]) && Number.isFinite(e[at]))) continue;
      const place = abs < Infinity ? (error / divisor + 1) * half : half;
      const bin = place < counts.length ? Math.trunc(place) : counts.length - 1;
      counts[bin] = (counts[bin] as number) + 1;
      if (abs > (worstAbs[bin] as number)) {
        worstAbs[bin] = abs;
        worst[bin] = at;
      }
      // Scaled so that the square of 1e-200 does not underflow to 0 and a sum of 1e308 does not overflow.
      const share = error * unit;
      sum += share;
      sumAbs += Math.abs(share);
      squares += share * share;
      const fine = binOf(abs, top);
      bins[fine] = (bins[fine] as number) + 1;
    }
    sums[place] = (sums[place] as number) + sum;
    sums[place + 1] = (sums[place + 1] as number) + sumAbs;
    sums[place + 2] = (sums[place + 2] as number) + squares;
  }
}
