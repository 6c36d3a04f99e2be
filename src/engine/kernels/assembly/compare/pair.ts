/*
 * Elements of two compared tensors. At an address lie those of the first tensor; after them, each `held` bytes further,
 * those of the second, their bounds (or the magnitudes that bounds are computed from) and, for each element 32 bits,
 * the index of its bound's factors. Written by compare/elementsInMemory.ts.
 */

/** Bytes from one array to the next: 2¹² float64 numbers. */
export const held: usize = 32768;

/**
 * A flag for each array that is float64. Arrays without the flag are float32 and are widened when they are read, which
 * is exact.
 */
export namespace Wide {
  export const actual = 1;
  export const expected = 2;
  export const bounds = 4;
}

/**
 * Converts an element's address as a float64 number (`at`) to the address of the same element in a float32 or 32-bit
 * integer array.
 */
@inline
export function narrow(pairs: usize, at: usize): usize {
  return pairs + ((at - pairs) >> 1);
}

/** Returns the actual values of two neighbouring elements. */
@inline
export function actuals(at: usize, half: usize, wide: i32): v128 {
  return wide & Wide.actual ? v128.load(at) : f64x2.promote_low_f32x4(v128.load64_zero(half));
}

/** Returns the expected values of two neighbouring elements. */
@inline
export function expecteds(at: usize, half: usize, wide: i32): v128 {
  return wide & Wide.expected ? v128.load(at, held) : f64x2.promote_low_f32x4(v128.load64_zero(half, held));
}

/** Returns actual − expected for two neighbouring elements. */
@inline
export function twoErrors(at: usize, half: usize, wide: i32): v128 {
  return f64x2.sub(actuals(at, half, wide), expecteds(at, half, wide));
}

/** Returns true if the actual and the expected value of the first of two elements are finite. */
@inline
export function isFinitePair(at: usize, half: usize, wide: i32): bool {
  const a = f64x2.extract_lane(actuals(at, half, wide), 0);
  const e = f64x2.extract_lane(expecteds(at, half, wide), 0);
  return abs(a) < Infinity && abs(e) < Infinity;
}

/** Returns true if both lanes of `sizes`, which holds magnitudes, are finite. */
@inline
export function bothFinite(sizes: v128): bool {
  return i64x2.all_true(f64x2.lt(sizes, f64x2.splat(Infinity)));
}

/** The last bin, and the number of low bits in a number's upper half that do not distinguish bins: see errorBins.ts. */
const lastBin: i32 = 4095;
const binShift: i32 = 13;

/** Returns the bins of two magnitudes, in the first two lanes: `binOf` of errorBins.ts. */
@inline
export function binsOf(sizes: v128, top: i32): v128 {
  const upper = v128.shuffle<i32>(sizes, sizes, 1, 3, 1, 3);
  const bins = i32x4.shr_s(i32x4.sub(i32x4.splat(top), upper), binShift);
  return i32x4.min_u(bins, i32x4.splat(lastBin));
}
