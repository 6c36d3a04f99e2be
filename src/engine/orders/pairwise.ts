/**
 * The block sizes of NumPy's sum: 8 accumulators, and up to 128 numbers per block
 * (numpy/_core/src/umath/loops_utils.h.src).
 */
const lanes = 8;
const block = 128;

/** Returns true if so few numbers are summed that {@link pairwiseSums} adds them one after the other. */
export function isOneChain(count: number): boolean {
  return count < lanes;
}

/**
 * Returns, for each number of a contiguous array, NumPy's pairwise sum of the array if all later numbers were 0; the
 * last entry is the sum of all. Up to 7 numbers are added one by one. Up to 128 numbers are added to eight accumulators
 * in turn, which are then added in pairs; a remainder of fewer than eight follows one by one. A longer array is halved
 * at a multiple of 8, and the sums of the halves are added.
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

/** Returns ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)), where the numbers stand for the eight accumulators. */
function sumOfLanes(held: Float64Array, round: (value: number) => number): number {
  const pair = (at: number): number => round((held[at] as number) + (held[at + 1] as number));
  return round(round(pair(0) + pair(2)) + round(pair(4) + pair(6)));
}
