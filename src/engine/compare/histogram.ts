import type { Histogram } from '../comparison.ts';

const few = 256;

/** A histogram of signed errors that is filled one by one. */
export class HistogramOfErrors {
  readonly #limit: number;
  readonly #counts: number[];
  readonly #worst: number[];
  readonly #worstAbs: number[];

  /** For `count` errors of at most `maxAbs`: 61 bins, or 17 if they are few. */
  constructor(count: number, maxAbs: number) {
    const bins = count > few ? 61 : 17;
    this.#limit = niceLimit(maxAbs);
    this.#counts = new Array<number>(bins).fill(0);
    this.#worst = new Array<number>(bins).fill(-1);
    this.#worstAbs = new Array<number>(bins).fill(-1);
  }

  see(error: number, at: number): void {
    const bin = this.#binOf(error);
    this.#counts[bin] = (this.#counts[bin] as number) + 1;
    if (Math.abs(error) <= (this.#worstAbs[bin] as number)) return;
    this.#worstAbs[bin] = Math.abs(error);
    this.#worst[bin] = at;
  }

  get histogram(): Histogram {
    return { limit: this.#limit, counts: this.#counts, worst: this.#worst };
  }

  #binOf(error: number): number {
    const bins = this.#counts.length;
    // A limit of 0, and an infinite one, leave one bin: the middle.
    const share = error === 0 || this.#limit === Infinity ? 0 : error / this.#limit;
    return Math.min(bins - 1, Math.max(0, Math.floor(((share + 1) / 2) * bins)));
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
