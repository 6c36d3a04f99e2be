/** Exact arithmetic on doubles: integer multiples of 2⁻²¹⁴⁸, which represent every double and every product of two. */
export type Exact = bigint;

const unit = 1074n;
const view = new DataView(new ArrayBuffer(8));

/** Returns a finite double as an integer multiple of 2⁻¹⁰⁷⁴. */
function scaled(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return bits >> 63n === 0n ? size : -size;
}

export function exact(value: number): Exact {
  return scaled(value) << unit;
}

export function product(a: number, b: number): Exact {
  return scaled(a) * scaled(b);
}

export function magnitude(value: Exact): Exact {
  return value < 0n ? -value : value;
}

/** Returns the nearest double, ties to even, in one rounding. */
export function nearest(value: Exact, mantissaBits: number, smallestExponent: number): number {
  const size = magnitude(value);
  if (size === 0n) return 0;
  // `size` has `length` bits; the last kept bit is worth 2^drop units, at least the smallest subnormal.
  const length = size.toString(2).length;
  const drop = BigInt(Math.max(length - mantissaBits, 2148 + smallestExponent, 0));
  const kept = size >> drop;
  const rest = size - (kept << drop);
  const half = drop === 0n ? 0n : 1n << (drop - 1n);
  const up = drop > 0n && (rest > half || (rest === half && kept % 2n === 1n));
  const rounded = Number(up ? kept + 1n : kept);
  // Two exact steps, because 2^(−1074 − 53) alone would underflow.
  const shift = Number(drop) - 2148;
  const result = shift < -1000 ? rounded * 2 ** -1000 * 2 ** (shift + 1000) : rounded * 2 ** shift;
  return value < 0n ? -result : result;
}
