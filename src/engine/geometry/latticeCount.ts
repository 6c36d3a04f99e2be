/**
 * Counts the pairs (i, k) with 0 ≤ i < `iSize`, 0 ≤ k < `kSize` and i·`iStep` + k·`kStep` ≤ `most`, in a time that grows
 * with none of the numbers. The steps are at least 1. Exact as long as the count is a safe integer.
 */
export function latticeCount(iSize: number, iStep: number, kSize: number, kStep: number, most: number): number {
  if (most < 0) return 0;
  // Up to `full`, every i counts; from `end` on, none does.
  const full = Math.min(kSize, Math.max(0, Math.floor((most - (iSize - 1) * iStep) / kStep) + 1));
  const end = Math.min(kSize, Math.floor(most / kStep) + 1);
  const between = Math.max(0, end - full);
  // Backwards from the last k, whose i are the fewest.
  const counted = between === 0 ? 0 : between + floorSum(between, iStep, kStep, most - (end - 1) * kStep);
  return full * iSize + counted;
}

/** Returns the sum of ⌊(a·j + b) / m⌋ over 0 ≤ j < n for non-negative a and b, by the steps of Euclid's algorithm. */
function floorSum(n: number, m: number, a: number, b: number): number {
  let sum = 0;
  let [count, modulus, factor, rest] = [n, m, a, b];
  for (;;) {
    sum += ((count * (count - 1)) / 2) * Math.floor(factor / modulus) + count * Math.floor(rest / modulus);
    factor %= modulus;
    rest %= modulus;
    const last = factor * count + rest;
    if (last < modulus) return sum;
    // The same points, counted along the other axis.
    [count, modulus, factor, rest] = [Math.floor(last / modulus), factor, modulus, last % modulus];
  }
}
