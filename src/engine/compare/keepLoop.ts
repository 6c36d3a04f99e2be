import { binOf, errorBinCount, upperBitsOf } from './errorBins.ts';
import type { ComparedPart } from './comparedPart.ts';
import type { WantedBin } from './quantiles.ts';

/** The errors collected for the wanted bins while the output is scanned. */
export interface KeptErrors {
  /** The upper bits that binOf counts down from. */
  readonly top: number;
  /** For each bin, its place among the wanted bins; −1 if it is not wanted. */
  readonly which: Int8Array<ArrayBuffer>;
  /** For each wanted bin, room for its errors in the whole output, and the number filled in so far. */
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

/** Collects the errors in the wanted bins: the readable loop that keepKernel.ts reproduces. */
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
