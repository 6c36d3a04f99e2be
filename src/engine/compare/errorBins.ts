/** Bits of a number's upper half that one bin covers: a bin is 1/128 of an octave wide. */
const binShift = 13;
/** Number of bins below the largest error; the last one takes all errors that are smaller by 31 octaves or more. */
export const errorBinCount = 2 ** 12;

const number = new Float64Array(1);
const halves = new Uint32Array(number.buffer);
const upper = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * Returns the bin of an error 0 ≤ `error` ≤ `largest`, with `top` = {@link upperBitsOf} `largest`. All errors in bin b
 * + 1 are smaller than those in bin b.
 */
export function binOf(error: number, top: number): number {
  number[0] = error;
  const bin = (top - (halves[upper] as number)) >> binShift;
  return bin < errorBinCount ? bin : errorBinCount - 1;
}

/** Returns the upper 32 bits of the largest error, from which {@link binOf} counts down. */
export function upperBitsOf(largest: number): number {
  number[0] = largest;
  return halves[upper] as number;
}
