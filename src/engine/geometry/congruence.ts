/** Returns the greatest common divisor of two non-negative integers. */
export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/**
 * Counts the integers k from `from` to `to` (both included) with k·factor ≡ target modulo `modulus`. The time does not
 * grow with the size of the range. All numbers are safe integers; `factor` and `modulus` are at least 1.
 */
export function countCongruent(factor: number, target: number, modulus: number, from: number, to: number): number {
  if (to < from) return 0;
  const common = greatestCommonDivisor(factor, modulus);
  if (target % common !== 0) return 0;
  // The solutions are the numbers congruent to one of them modulo `period`.
  const period = modulus / common;
  const solution = productModulo(inverseModulo(factor / common, period), modulo(target / common, period), period);
  const first = from + modulo(solution - (from % period), period);
  return first > to ? 0 : Math.floor((to - first) / period) + 1;
}

/** Returns the remainder from 0 to `modulus` − 1, also if `value` is negative. */
function modulo(value: number, modulus: number): number {
  const rest = value % modulus;
  return rest < 0 ? rest + modulus : rest === 0 ? 0 : rest;
}

/**
 * Returns the multiplicative inverse modulo `modulus`, by the extended Euclidean algorithm. `value` and `modulus` must
 * have no common factor.
 */
function inverseModulo(value: number, modulus: number): number {
  let [rest, next] = [modulus, value % modulus];
  let [inverse, following] = [0, 1];
  while (next !== 0) {
    const quotient = Math.floor(rest / next);
    [rest, next] = [next, rest - quotient * next];
    [inverse, following] = [following, inverse - quotient * following];
  }
  return modulo(inverse, modulus);
}

function productModulo(a: number, b: number, modulus: number): number {
  const product = a * b;
  return Number.isSafeInteger(product) ? product % modulus : Number((BigInt(a) * BigInt(b)) % BigInt(modulus));
}
