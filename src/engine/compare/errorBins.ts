/**
 * Number of low bits, of the upper half of a float64, that do not distinguish bins. The 7 fraction bits above them
 * remain, so a bin is 1/128 of an octave wide.
 */
const binShift = 13;
/** Number of bins below the largest error; the last one takes all errors that are smaller by 31 octaves or more. */
export const errorBinCount = 2 ** 12;

const number = new Float64Array(1);
const halves = new Uint32Array(number.buffer);
const upper = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * Returns the bin of an error 0 ≤ `error` ≤ `largest`. Bin 0 contains the largest errors, and all errors in bin b + 1
 * are smaller than those in bin b. `top` is {@link upperBitsOf} `largest`.
 */
export function binOf(error: number, top: number): number {
  number[0] = error;
  const bin = (top - (halves[upper] as number)) >> binShift;
  return bin < errorBinCount ? bin : errorBinCount - 1;
}

/** Returns the upper 32 bits of the largest error as a float64. {@link binOf} counts bins down from them. */
export function upperBitsOf(largest: number): number {
  number[0] = largest;
  return halves[upper] as number;
}
