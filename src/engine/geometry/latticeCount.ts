/**
 * Counts the pairs (i, k) with 0 ≤ i < `iSize`, 0 ≤ k < `kSize` and i·`iStep` + k·`kStep` ≤ `most`. The steps are at
 * least 1. The time is logarithmic in the numbers. The count is exact if it is a safe integer.
 */
export function latticeCount(iSize: number, iStep: number, kSize: number, kStep: number, most: number): number {
  if (most < 0) return 0;
  // For k < `full`, every i is counted; for k ≥ `end`, none is.
  const full = Math.min(kSize, Math.max(0, Math.floor((most - (iSize - 1) * iStep) / kStep) + 1));
  const end = Math.min(kSize, Math.floor(most / kStep) + 1);
  const between = Math.max(0, end - full);
  // Summed backwards from the last k, for which the fewest i are counted.
  const counted = between === 0 ? 0 : between + floorSum(between, iStep, kStep, most - (end - 1) * kStep);
  return full * iSize + counted;
}

/** Returns the sum of ⌊(a·j + b) / m⌋ over 0 ≤ j < n, for non-negative a and b, by a variant of Euclid's algorithm. */
function floorSum(n: number, m: number, a: number, b: number): number {
  let sum = 0;
  let [count, modulus, factor, rest] = [n, m, a, b];
  for (;;) {
    sum += ((count * (count - 1)) / 2) * Math.floor(factor / modulus) + count * Math.floor(rest / modulus);
    factor %= modulus;
    rest %= modulus;
    const last = factor * count + rest;
    if (last < modulus) return sum;
    // The sum counts lattice points under a line; the remaining ones are now counted along the other axis.
    [count, modulus, factor, rest] = [Math.floor(last / modulus), factor, modulus, last % modulus];
  }
}
