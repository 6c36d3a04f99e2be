/**
 * An exact sum, stored as doubles whose bits do not overlap, smallest first (Shewchuk, Adaptive Precision
 * Floating-Point Arithmetic, 1997; Python's `math.fsum` does the same). The number of doubles grows with the range of
 * exponents that the sum spans. The sum is exact unless a partial sum exceeds the largest double.
 */
export type Expansion = number[];

/** Adds a number to the expansion, without rounding. */
export function addExactly(expansion: Expansion, value: number): void {
  let carried = value;
  let kept = 0;
  for (const part of expansion) {
    const [large, small] = Math.abs(carried) < Math.abs(part) ? [part, carried] : [carried, part];
    const sum = large + small;
    const lost = small - (sum - large);
    if (lost !== 0) expansion[kept++] = lost;
    carried = sum;
  }
  // A non-finite sum stays non-finite, so the other doubles are not needed.
  expansion.length = Number.isFinite(carried) ? kept : 0;
  expansion.push(carried);
}

/** Adds a product to the expansion. The only error is below 2⁻¹⁰⁷⁴ and never occurs if the factors are float32. */
export function addProductExactly(expansion: Expansion, a: number, b: number): void {
  const product = a * b;
  addExactly(expansion, product);
  if (!Number.isFinite(product)) return;
  const lost = productError(a, b, product);
  if (lost !== 0) addExactly(expansion, lost);
}

/** Returns the sum as one double with an error of at most one ulp; NaN if the sum is not finite. */
export function roundedSum(expansion: Expansion): number {
  const sum = expansion.reduce((small, large) => small + large, 0);
  return Number.isFinite(sum) ? sum : NaN;
}

/** Returns `value` − sum with an error of at most one ulp. */
export function errorOf(value: number, expansion: Expansion): number {
  const rest = [...expansion];
  addExactly(rest, -value);
  return 0 - roundedSum(rest);
}

/** The largest number that {@link split} can split without overflow. */
const largestToSplit = 2 ** 970;
const scale = 2 ** 53;

/** Returns a·b − fl(a·b) exactly (Dekker's product by Veltkamp's splitting). */
function productError(a: number, b: number, product: number): number {
  if (Math.abs(a) > largestToSplit) return scale * productError(a / scale, b, product / scale);
  if (Math.abs(b) > largestToSplit) return scale * productError(a, b / scale, product / scale);
  const [highA, lowA] = split(a);
  const [highB, lowB] = split(b);
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

/** Splits a double into a sum of two numbers with half as many bits each. */
function split(value: number): readonly [high: number, low: number] {
  const spread = (2 ** 27 + 1) * value;
  const high = spread - (spread - value);
  return [high, value - high];
}
