/** π/2 in three parts; the first two have at most 33 bits, so that their small multiples are exact. */
const high = 0x1921fb544 / 2 ** 32;
const middle = 0x85a308d3 / 2 ** 65;
const low = 2.0222662487959506e-21;

/** (−1)ⁿ / (2n + 1)! for n = 1 … 8, and (−1)ⁿ / (2n)! for n = 2 … 8. */
export const sineSeries = series(3, 17, -1);
export const cosineSeries = series(4, 16, 1);

function series(from: number, to: number, firstSign: number): readonly number[] {
  const coefficients: number[] = [];
  let factorial = 1;
  let sign = firstSign;
  for (let n = 2; n <= to; n++) {
    factorial *= n;
    if (n < from || (n - from) % 2 === 1) continue;
    coefficients.push(sign / factorial);
    sign = -sign;
  }
  return coefficients;
}

function horner(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let n = coefficients.length - 1; n >= 0; n--) {
    value = value * x + (coefficients[n] as number);
  }
  return value;
}

/**
 * Sine and cosine of an angle in radians, |angle| < 2¹⁸, within one unit in the last place.
 * JavaScript leaves the last bits of `Math.sin` to the engine; random numbers must not differ
 * between two.
 *
 * angle = k·π/2 + r + tail with |r| ≤ π/4 (Cody and Waite's reduction), then Taylor's series.
 */
export function sineCosine(angle: number): readonly [sine: number, cosine: number] {
  const k = Math.round(angle / (Math.PI / 2));
  const reduced = angle - k * high;
  const r = reduced - k * middle;
  const tail = reduced - r - k * middle - k * low;
  const square = r * r;
  const half = square / 2;
  const sine = r + (tail * (1 - half) + r * square * horner(sineSeries, square));
  const top = 1 - half;
  const cosine = top + (1 - top - half + (square * square * horner(cosineSeries, square) - r * tail));
  switch (((k % 4) + 4) % 4) {
    case 0:
      return [sine, cosine];
    case 1:
      return [cosine, -sine];
    case 2:
      return [-sine, -cosine];
    default:
      return [-cosine, sine];
  }
}
