/*
 * Elements of two tensors that are compared, side by side. At a place of the memory stand those of the
 * one tensor; behind them, each `held` bytes further, those of the other, their bounds (or what these
 * are worked out from) and, for each element 32 bits, where the factors of its bound stand. Brought by
 * heldPair.ts in the folder beside this one.
 */

/** Bytes of 2¹² float64 numbers. */
export const held: usize = 32768;

/** Which arrays are of float64; those of float32 are widened as they are read, which is exact. */
export namespace Wide {
  export const actual = 1;
  export const expected = 2;
  export const bounds = 4;
}

/** Where the float32 numbers stand, and the 32-bit ones, of the element whose float64 numbers stand at `at`. */
@inline
export function narrow(pairs: usize, at: usize): usize {
  return pairs + ((at - pairs) >> 1);
}

/** actual of two elements. */
@inline
export function actuals(at: usize, half: usize, wide: i32): v128 {
  return wide & Wide.actual ? v128.load(at) : f64x2.promote_low_f32x4(v128.load64_zero(half));
}

/** expected of two elements. */
@inline
export function expecteds(at: usize, half: usize, wide: i32): v128 {
  return wide & Wide.expected ? v128.load(at, held) : f64x2.promote_low_f32x4(v128.load64_zero(half, held));
}

/** actual − expected of two elements. */
@inline
export function twoErrors(at: usize, half: usize, wide: i32): v128 {
  return f64x2.sub(actuals(at, half, wide), expecteds(at, half, wide));
}

/** Whether both numbers of the first of two elements are finite. */
@inline
export function isFinitePair(at: usize, half: usize, wide: i32): bool {
  const a = f64x2.extract_lane(actuals(at, half, wide), 0);
  const e = f64x2.extract_lane(expecteds(at, half, wide), 0);
  return abs(a) < Infinity && abs(e) < Infinity;
}

/** Whether both are finite numbers, being magnitudes. */
@inline
export function bothFinite(sizes: v128): bool {
  return i64x2.all_true(f64x2.lt(sizes, f64x2.splat(Infinity)));
}

/** Bins of errorBins.ts, and how many bits of a number's upper half fall together in one. */
const lastBin: i32 = 4095;
const binShift: i32 = 13;

/** binOf of errorBins.ts for both: in the first two lanes. */
@inline
export function binsOf(sizes: v128, top: i32): v128 {
  const upper = v128.shuffle<i32>(sizes, sizes, 1, 3, 1, 3);
  const bins = i32x4.shr_s(i32x4.sub(i32x4.splat(top), upper), binShift);
  return i32x4.min_u(bins, i32x4.splat(lastBin));
}
