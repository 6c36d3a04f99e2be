import { binOf, errorBinCount, upperBitsOf } from './errorBins.ts';
import type { ComparedPart } from './comparedPart.ts';
import type { WantedBin } from './quantiles.ts';

/** The errors that lie in the wanted bins, as far as the elements have been scanned. */
export interface KeptErrors {
  /** {@link upperBitsOf} the largest error, from which {@link binOf} counts bins down. */
  readonly top: number;
  /** For each of all bins, its index among the wanted bins; −1 if the bin is not wanted. */
  readonly which: Int8Array<ArrayBuffer>;
  /**
   * For each wanted bin, an array with room for all of its errors; `filled` has the number of errors in each array so
   * far.
   */
  readonly kept: readonly Float64Array<ArrayBuffer>[];
  readonly filled: number[];
}

/** Allocates room for the errors of the wanted bins. */
export function allocateKept(wanted: readonly WantedBin[], largest: number): KeptErrors {
  const which = new Int8Array(errorBinCount).fill(-1);
  wanted.forEach(({ bin }, i) => (which[bin] = i));
  const kept = wanted.map(({ size }) => new Float64Array(size));
  return { top: upperBitsOf(largest), which, kept, filled: wanted.map(() => 0) };
}

/**
 * Copies out the errors in the wanted bins: the readable loop, whose result keepKernel.ts reproduces on WebAssembly.
 */
export class KeepLoop {
  readonly #part: ComparedPart;
  readonly #into: KeptErrors;

  constructor(part: ComparedPart, into: KeptErrors) {
    this.#part = part;
    this.#into = into;
  }

  /** Adds the elements `from` … `to` − 1, except those that are not finite on both sides. */
  add(from: number, to: number): void {
    const [a, e] = [this.#part.actual.data, this.#part.expected.data];
    const { top, which, kept, filled } = this.#into;
    for (let at = from; at < to; at++) {
      const abs = Math.abs((a[at] as number) - (e[at] as number));
      if (!(abs < Infinity) && !(Number.isFinite(a[at]) && Number.isFinite(e[at]))) continue;
      const i = which[binOf(abs, top)] as number;
      if (i < 0) continue;
      (kept[i] as Float64Array)[filled[i] as number] = abs;
      filled[i] = (filled[i] as number) + 1;
    }
  }
}
