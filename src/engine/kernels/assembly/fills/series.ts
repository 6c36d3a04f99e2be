/*
 * The logarithm, sine and cosine of fills/logarithm.ts and fills/sineCosine.ts, for two numbers at a time. The
 * operations are the same, each rounded as in IEEE 754, hence the bits are the same. Where the loops branch, the result
 * of the branch is computed without one.
 */

/**
 * Byte offsets and lengths of the coefficient series. fillKernel.ts copies the coefficients from the JavaScript loops.
 */
namespace Series {
  export const logarithm: usize = 0;
  export const logarithmCount: i32 = 10;
  export const sine: usize = 80;
  export const sineCount: i32 = 8;
  export const cosine: usize = 144;
  export const cosineCount: i32 = 7;
}

@inline
function horner(coefficients: usize, count: i32, x: v128): v128 {
  let value = f64x2.splat(0);
  for (let at = coefficients + (<usize>count << 3); at > coefficients; at -= 8) {
    value = f64x2.add(f64x2.mul(value, x), v128.load64_splat(at - 8));
  }
  return value;
}

/** Returns the natural logarithms of two positive normal numbers. */
@inline
export function logarithm(series: usize, x: v128): v128 {
  const high = f64x2.splat(<f64>0x162e42fef / 8589934592);
  const low = f64x2.splat(7.440617110012397e-11);
  // The bits of positive numbers, read as integers, are in the numbers' order, and an exponent step is 2^52. √½ and √2
  // are rounded to the same fraction, so that the bits of the mantissa √½ ≤ m < √2 are less than 2^52 above those of
  // √½: k is the only number for which this holds. Halving and doubling, which the loop uses, change only the exponent.
  const above = i64x2.sub(x, i64x2.splat(reinterpret<i64>(Math.SQRT1_2)));
  const exponent = i64x2.shr_s(above, 52);
  const mantissa = i64x2.sub(x, i64x2.shl(exponent, 52));
  const k = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(exponent, exponent, 0, 2, 0, 2));
  const f = f64x2.sub(mantissa, f64x2.splat(1));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const square = f64x2.mul(s, s);
  const sum = f64x2.mul(horner(series + Series.logarithm, Series.logarithmCount, square), square);
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const inner = f64x2.add(f64x2.mul(s, f64x2.add(half, sum)), f64x2.mul(k, low));
  return f64x2.sub(f64x2.mul(k, high), f64x2.sub(f64x2.sub(half, inner), f));
}

/** Replaces the two angles at `sines` by their sines and writes their cosines to `cosines`. */
export function sineCosine(series: usize, sines: usize, cosines: usize): void {
  const angle = v128.load(sines);
  const high = f64x2.splat(<f64>0x1921fb544 / 4294967296);
  const middle = f64x2.splat(<f64>0x85a308d3 / (4294967296.0 * 8589934592.0));
  const low = f64x2.splat(2.0222662487959506e-21);
  const one = f64x2.splat(1);
  // Rounds like Math.round: to the nearest integer, ties upwards. The instruction `nearest` rounds ties to even.
  const quotient = f64x2.div(angle, f64x2.splat(Math.PI / 2));
  const even = f64x2.nearest(quotient);
  const isBelow = f64x2.eq(f64x2.sub(quotient, even), f64x2.splat(0.5));
  const k = f64x2.add(even, v128.and(isBelow, one));
  const reduced = f64x2.sub(angle, f64x2.mul(k, high));
  const r = f64x2.sub(reduced, f64x2.mul(k, middle));
  const rest = f64x2.sub(f64x2.sub(reduced, r), f64x2.mul(k, middle));
  const tail = f64x2.sub(rest, f64x2.mul(k, low));
  const square = f64x2.mul(r, r);
  const half = f64x2.div(square, f64x2.splat(2));
  const top = f64x2.sub(one, half);
  const ofSine = f64x2.mul(f64x2.mul(r, square), horner(series + Series.sine, Series.sineCount, square));
  const sine = f64x2.add(r, f64x2.add(f64x2.mul(tail, top), ofSine));
  const ofCosine = f64x2.mul(f64x2.mul(square, square), horner(series + Series.cosine, Series.cosineCount, square));
  const lost = f64x2.sub(f64x2.sub(one, top), half);
  const cosine = f64x2.add(top, f64x2.add(lost, f64x2.sub(ofCosine, f64x2.mul(r, tail))));
  // The quadrant k mod 4: in an odd quadrant, sine and cosine are swapped; sine is negative in 2 and 3, cosine in 1 and
  // 2.
  const quadrant = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
  const isOdd = i64x2.shr_s(i64x2.shl(quadrant, 63), 63);
  v128.store(sines, signed(v128.bitselect(cosine, sine, isOdd), quadrant));
  v128.store(cosines, signed(v128.bitselect(sine, cosine, isOdd), i64x2.add(quadrant, i64x2.splat(1))));
}

/** Negates a lane if bit 1 (of value 2) of `quadrant` is set. */
@inline
function signed(value: v128, quadrant: v128): v128 {
  const bit = v128.and(quadrant, i64x2.splat(2));
  return v128.xor(value, i64x2.shl(bit, 62));
}
