/**
 * An exact sum of doubles: as an unevaluated sum of doubles that do not overlap, smaller ones first
 * (Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997; it is what Python's `math.fsum`
 * keeps). Few of them are needed: as many as the sum's bits span doubles. Exact as long as no sum of two
 * passes the largest double.
 */
export type Expansion = number[];

/** Adds a number exactly, in place. */
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
  // One that is not finite stays so, and alone.
  expansion.length = Number.isFinite(carried) ? kept : 0;
  expansion.push(carried);
}

/** Adds a product exactly, in place, but for what underflows: an error below 2⁻¹⁰⁷⁴, never of float32 factors. */
export function addProductExactly(expansion: Expansion, a: number, b: number): void {
  const product = a * b;
  addExactly(expansion, product);
  if (!Number.isFinite(product)) return;
  const lost = productError(a, b, product);
  if (lost !== 0) addExactly(expansion, lost);
}

/** The sum as one double, off by an ulp at most. NaN where it is not finite. */
export function roundedSum(expansion: Expansion): number {
  const sum = expansion.reduce((small, large) => small + large, 0);
  return Number.isFinite(sum) ? sum : NaN;
}

/** How far `value` is from the sum: `value` − sum, itself off by an ulp at most. */
export function errorOf(value: number, expansion: Expansion): number {
  const rest = [...expansion];
  addExactly(rest, -value);
  return 0 - roundedSum(rest);
}

/** Above it a number cannot be split. */
const largestToSplit = 2 ** 970;
const scale = 2 ** 53;

/** a·b − fl(a·b), exactly (Dekker's product by Veltkamp's splitting). */
function productError(a: number, b: number, product: number): number {
  if (Math.abs(a) > largestToSplit) return scale * productError(a / scale, b, product / scale);
  if (Math.abs(b) > largestToSplit) return scale * productError(a, b / scale, product / scale);
  const [highA, lowA] = split(a);
  const [highB, lowB] = split(b);
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

/** Two halves of a double's bits. */
function split(value: number): readonly [high: number, low: number] {
  const spread = (2 ** 27 + 1) * value;
  const high = spread - (spread - value);
  return [high, value - high];
}
