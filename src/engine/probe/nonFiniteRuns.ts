import type { Bench } from './bench.ts';
import { type Measured, measuredAs, type Probing } from './probeRun.ts';
import type { TermMap } from './termMap.ts';

/** What a non-finite factor does to the output elements, compared with the terms that it is in. */
export interface Spread {
  /** The flat index of the factor in the input (of one image) or the weight. */
  readonly factor: number;
  /** Elements with a term of the factor that are not what the term makes them. */
  readonly missing: number;
  /** Elements without such a term that are not finite. */
  readonly foreign: number;
  /** Elements with such a term. */
  readonly reached: number;
  /** The first missing element, by its flat index in one image, and its value; null if there is none. */
  readonly firstMissing: { readonly at: number; readonly value: number } | null;
}

/** What an implementation does with values that are not finite or become so. */
export interface NonFiniteBehaviour {
  readonly inputNan: Spread;
  readonly inputInfinity: Spread;
  readonly weightNan: Spread;
  /** A NaN in the weight that meets inputs of 0. */
  readonly zeroTimesNan: Spread;
  /**
   * The element with the most terms if every term is the largest power of two. It saturates if it stays within the
   * dtype, where the sum is infinite.
   */
  /** True if a product of a subnormal number and 1 is 0. */
  readonly flushesSubnormals: boolean;
  readonly overflow: { readonly at: number; readonly value: number; readonly saturates: boolean } | null;
}

/** Runs NaN, infinities and overflowing sums. Null if no input reaches an output. */
export function* probeNonFinite(bench: Bench, terms: TermMap): Probing<Measured<NonFiniteBehaviour | null>> {
  const plane = terms.slice(0, bench.outputSize);
  const inputs = mostReaching(
    plane.map((list) => list.map(({ input }) => input)),
    bench.imageSize,
  );
  const weights = mostReaching(
    plane.map((list) => list.map(({ weight }) => weight)),
    bench.weightSize,
  );
  if (inputs === null || weights === null) return measuredAs(null);
  const ones = new Float64Array(bench.weightSize).fill(1);
  const image = (rest: number, value: number): Float64Array => {
    const values = new Float64Array(bench.imageSize).fill(rest);
    values[inputs] = value;
    return values;
  };
  const largest = bench.subject.dtype === 'float32' ? 2 ** 127 : 2 ** 1023;
  const subnormal = bench.subject.dtype === 'float32' ? 2 ** -140 : 2 ** -1060;
  const inputRuns = yield* bench.images(
    'non-finite',
    [
      image(1, NaN),
      image(1, Infinity),
      new Float64Array(bench.imageSize).fill(largest),
      new Float64Array(bench.imageSize).fill(subnormal),
    ],
    ones,
  );
  if (!inputRuns.ok) return inputRuns;
  const marked = ones.slice();
  marked[weights] = NaN;
  const weightRuns = yield* bench.images(
    'non-finite',
    [new Float64Array(bench.imageSize).fill(1), new Float64Array(bench.imageSize)],
    marked,
  );
  if (!weightRuns.ok) return weightRuns;
  const [nan, infinity, large, small] = inputRuns.value;
  const [weightNan, zeroNan] = weightRuns.value;
  const hasInput = plane.map((list) => list.some(({ input }) => input === inputs));
  const hasWeight = plane.map((list) => list.some(({ weight }) => weight === weights));
  return measuredAs({
    inputNan: spreadOf(nan, inputs, hasInput, Number.isNaN),
    inputInfinity: spreadOf(infinity, inputs, hasInput, (value) => value === Infinity),
    weightNan: spreadOf(weightNan, weights, hasWeight, Number.isNaN),
    zeroTimesNan: spreadOf(zeroNan, weights, hasWeight, Number.isNaN),
    flushesSubnormals: flushes(plane, small),
    overflow: overflowOf(plane, large, 2 * largest),
  });
}

function spreadOf(
  output: Float64Array | undefined,
  factor: number,
  hasTerm: readonly boolean[],
  isRight: (value: number) => boolean,
): Spread {
  let [missing, foreign, reached] = [0, 0, 0];
  let firstMissing: Spread['firstMissing'] = null;
  hasTerm.forEach((has, at) => {
    const value = output?.[at] ?? 0;
    if (has) reached += 1;
    if (has && !isRight(value)) {
      missing += 1;
      firstMissing ??= { at, value };
    }
    if (!has && !Number.isFinite(value)) foreign += 1;
  });
  return { factor, missing, foreign, reached, firstMissing };
}

/** Returns the index below `count` that the most lists have, preferably not all of them; null if no list has any. */
function mostReaching(lists: readonly (readonly number[])[], count: number): number | null {
  const reach: number[] = Array.from({ length: count }, () => 0);
  for (const list of lists) for (const at of new Set(list)) if (at < count) reach[at] = (reach[at] ?? 0) + 1;
  const most = (sizes: readonly number[]): number => Math.max(0, ...sizes);
  const size = most(reach.filter((each) => each < lists.length)) || most(reach);
  return size === 0 ? null : reach.indexOf(size);
}

/** Returns true if every element with products is 0. Elements with several products decide, too: their sums are subnormal. */
function flushes(plane: TermMap, output: Float64Array | undefined): boolean {
  const reached = plane.flatMap((list, at) => (list.length === 0 ? [] : [output?.[at] ?? NaN]));
  return reached.length > 0 && reached.every((value) => value === 0);
}

function overflowOf(plane: TermMap, output: Float64Array | undefined, limit: number): NonFiniteBehaviour['overflow'] {
  const sums = plane.flatMap((list, at) =>
    list.length > 1 && list.every(({ coefficient }) => coefficient === 1) ? [{ at, terms: list.length }] : [],
  );
  const best = sums.find(({ terms }) => sums.every((other) => other.terms <= terms))?.at;
  if (best === undefined) return null;
  const value = output?.[best] ?? NaN;
  return { at: best, value, saturates: Math.abs(value) < limit };
}
