/*
 * The logarithm, sine and cosine of fills/logarithm.ts and fills/sineCosine.ts, of two numbers at a
 * time: operation by operation the same, and each of them is rounded as IEEE 754 has it, hence the
 * same bits. Where the loops branch, the number that the branch makes is made without one.
 */

/** Where the coefficients stand, and how many there are: those of the loops, brought by fillKernel.ts. */
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

/** Natural logarithms of two positive normal numbers. */
@inline
export function logarithm(series: usize, x: v128): v128 {
  const high = f64x2.splat(<f64>0x162e42fef / 8589934592);
  const low = f64x2.splat(7.440617110012397e-11);
  // As integers the bits of positive numbers are in the numbers' order, and an exponent is 2^52 of
  // them. √½ and √2 are rounded to the same fraction, so that the mantissa's bits, which are those
  // of √½ ≤ m < √2, lie less than 2^52 above √½'s: k is the one number for which they do. Halving
  // and doubling, by which the loop gets there, change nothing but the exponent.
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

/** Puts the sines of two angles, which stand at `sines`, in their place, and their cosines at `cosines`. */
export function sineCosine(series: usize, sines: usize, cosines: usize): void {
  const angle = v128.load(sines);
  const high = f64x2.splat(<f64>0x1921fb544 / 4294967296);
  const middle = f64x2.splat(<f64>0x85a308d3 / (4294967296.0 * 8589934592.0));
  const low = f64x2.splat(2.0222662487959506e-21);
  const one = f64x2.splat(1);
  // Math.round: the nearest whole number, of two the greater one, where `nearest` takes the even one.
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
  // The quadrant k mod 4: in an odd one they change places, −sine in 2 and 3, −cosine in 1 and 2.
  const quadrant = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
  const isOdd = i64x2.shr_s(i64x2.shl(quadrant, 63), 63);
  v128.store(sines, signed(v128.bitselect(cosine, sine, isOdd), quadrant));
  v128.store(cosines, signed(v128.bitselect(sine, cosine, isOdd), i64x2.add(quadrant, i64x2.splat(1))));
}

/** Negative where the second lowest bit of `quadrant` is set. */
@inline
function signed(value: v128, quadrant: v128): v128 {
  const bit = v128.and(quadrant, i64x2.splat(2));
  return v128.xor(value, i64x2.shl(bit, 62));
}
