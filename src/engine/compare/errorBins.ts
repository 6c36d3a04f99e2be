/** Bits of a number's upper half that fall together in a bin: it is 1/128 of an octave wide. */
const binShift = 13;
/** Bins down from the largest error; the last one takes all that is smaller by 31 octaves or more. */
export const errorBinCount = 2 ** 12;

const number = new Float64Array(1);
const halves = new Uint32Array(number.buffer);
const upper = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** The bin of an error 0 ≤ `error` ≤ `largest`, where `top` is {@link topOf} `largest`: in bin b + 1 all are smaller than in bin b. */
export function binOf(error: number, top: number): number {
  number[0] = error;
  const bin = (top - (halves[upper] as number)) >> binShift;
  return bin < errorBinCount ? bin : errorBinCount - 1;
}

/** What {@link binOf} counts down from. */
export function topOf(largest: number): number {
  number[0] = largest;
  return halves[upper] as number;
}
