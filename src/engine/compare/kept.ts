import { errorBinCount, topOf } from './errorBins.ts';
import type { WantedBin } from './quantiles.ts';

/** The errors collected for the wanted bins while the output is scanned. */
export interface Kept {
  /** The exponent that binOf counts down from. */
  readonly top: number;
  /** For each bin, its place among the wanted bins; −1 if it is not wanted. */
  readonly which: Int8Array<ArrayBuffer>;
  /** For each wanted bin, its errors (allocated for the whole output) and how many have been filled in. */
  readonly kept: readonly Float64Array<ArrayBuffer>[];
  readonly filled: number[];
}

/** Allocates room for the errors of the wanted bins. */
export function keptOf(wanted: readonly WantedBin[], largest: number): Kept {
  const which = new Int8Array(errorBinCount).fill(-1);
  wanted.forEach(({ bin }, i) => (which[bin] = i));
  const kept = wanted.map(({ size }) => new Float64Array(size));
  return { top: topOf(largest), which, kept, filled: wanted.map(() => 0) };
}
