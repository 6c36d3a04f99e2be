/** log 2 in two parts; the first has 33 bits, so that k·high is exact. */
const high = 0x162e42fef / 2 ** 33;
const low = 7.440617110012397e-11;

/** 2 / (2n + 1) for n = 1 … 10. */
export const logarithmSeries = Array.from({ length: 10 }, (_, n) => 2 / (2 * n + 3));

/**
 * Natural logarithm of a positive normal double, within one unit in the last place. JavaScript leaves the last bits of
 * `Math.log` to the engine; random numbers must not differ between engines.
 *
 * x = 2^k · (1 + f) with √½ ≤ 1 + f < √2, and with s = f / (2 + f)
 * log(1 + f) = 2·artanh(s) = f − f²/2 + s·(f²/2 + Σ 2·s²ⁿ / (2n + 1)); the sum stops at s²⁰.
 */
export function logarithm(x: number): number {
  let k = 0;
  let mantissa = x;
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    k--;
  }
  while (mantissa >= Math.SQRT2) {
    mantissa /= 2;
    k++;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const square = s * s;
  let series = 0;
  for (let n = logarithmSeries.length - 1; n >= 0; n--) {
    series = (series + (logarithmSeries[n] as number)) * square;
  }
  const half = 0.5 * f * f;
  return k * high - (half - (s * (half + series) + k * low) - f);
}
