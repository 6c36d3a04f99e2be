/** Numbers added up in one accumulator, and in eight (numpy/_core/src/umath/loops_utils.h.src). */
const lanes = 8;
const block = 128;

/** Whether {@link pairwiseSums} of this many numbers is one accumulator going through them. */
export function isOneChain(count: number): boolean {
  return count < lanes;
}

/**
 * The pairwise sum that NumPy makes of a contiguous array, after each of its numbers: what it would be
 * if the rest were 0, which is the sum of all at the last. Up to 7 numbers are added one by one. Up to 128
 * go to eight accumulators in turn, which are added in pairs, and the rest that does not fill eight
 * follows one by one. More are halved, at a multiple of 8, and the halves' sums added.
 */
export function pairwiseSums(
  values: Float64Array<ArrayBuffer>,
  round: (value: number) => number,
): Float64Array<ArrayBuffer> {
  const count = values.length;
  if (isOneChain(count)) {
    let sum = 0;
    return values.map((value) => (sum = round(sum + value)));
  }
  if (count <= block) return blockSums(values, round);
  const half = Math.floor(count / 2);
  const middle = half - (half % lanes);
  const left = pairwiseSums(values.subarray(0, middle), round);
  const right = pairwiseSums(values.subarray(middle), round);
  const total = left.at(-1) ?? 0;
  const sums = new Float64Array(count);
  sums.set(left);
  sums.set(
    right.map((sum) => round(total + sum)),
    middle,
  );
  return sums;
}

function blockSums(values: Float64Array<ArrayBuffer>, round: (value: number) => number): Float64Array<ArrayBuffer> {
  const full = values.length - (values.length % lanes);
  const held = new Float64Array(lanes);
  let sum = 0;
  return values.map((value, index) => {
    if (index >= full) return (sum = round(sum + value));
    const lane = index % lanes;
    held[lane] = round((held[lane] as number) + value);
    sum = sumOfLanes(held, round);
    return sum;
  });
}

/** ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)). */
function sumOfLanes(held: Float64Array, round: (value: number) => number): number {
  const pair = (at: number): number => round((held[at] as number) + (held[at + 1] as number));
  return round(round(pair(0) + pair(2)) + round(pair(4) + pair(6)));
}
