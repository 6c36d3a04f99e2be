import { weightPlane } from '../geometry/planeOffsets.ts';
import { type NonAdditive, nonAdditiveElement } from './additivity.ts';
import type { Bench } from './bench.ts';
import { codebookOf, codeTolerance } from './codes.ts';
import { checkMap, type CodedCheck, codedCheckOf } from './codedCheck.ts';
import { imageSourcesOf } from './imageSources.ts';
import { dependsOnBatch } from './dependence.ts';
import { failedWith, type Measured, measuredAs, type ProbePurpose, type Probing } from './probeRun.ts';
import { inOrder, type ProbeTerm, type TermMap } from './termMap.ts';

/** The terms of every output element, as far as the runs decided them. */
export interface RecoveredMap {
  readonly terms: TermMap;
  /** What each output element of one image is if input, weight and bias are 0. */
  readonly constant: Float64Array;
  /** The output elements whose terms do not give the values of the coded runs. */
  readonly unexplained: readonly number[];
  /** The element that shows that the output is not bilinear; null if it is, or if the map explains it. */
  readonly nonAdditive: NonAdditive | null;
  /** The runs on coded integers that the map was checked with. */
  readonly checks: readonly CodedCheck[];
}

/** The terms of one image's output elements that one input element is in. `null` marks a value that is no known sum. */
type Response = (readonly Omit<ProbeTerm, 'input'>[] | null)[];

/**
 * Recovers which input meets which weight in each output element. One image has one input element that is 1; the
 * weights are integers that name them, so that an output is the number of the weight that this input met. Runs on
 * random integers check the map. If it does not explain them, more runs follow: codes that narrow formats hold and that
 * several terms rarely imitate, one tap at a time, images apart, one weight at a time. If the implementation is known not
 * to be bilinear, or if a known mistake is certain to give its output, the first attempt stands.
 */
export function* recoverMap(
  bench: Bench,
  isBilinear: boolean,
  isNamed: () => boolean,
): Probing<Measured<RecoveredMap>> {
  const checks: CodedCheck[] = [];
  for (const seed of [11, 12]) {
    const check = yield* codedCheckOf(bench, seed);
    if (!check.ok) return check;
    checks.push(check.value);
  }
  const found = yield* byNumbers(bench);
  if (!found.ok) return found;
  let { constant } = found.value;
  const finished = (terms: TermMap, unexplained: readonly number[]): Measured<RecoveredMap> =>
    measuredAs({ terms, constant, unexplained, nonAdditive: null, checks });
  let best = checkMap(expandOver(bench, found.value.responses), constant, checks);
  if (best.unexplained.length === 0 || !isBilinear) return finished(best.terms, best.unexplained);

  const sources = yield* imageSourcesOf(bench);
  if (!sources.ok) return sources;
  if (sources.value.kind !== 'own') {
    const mixed = yield* byImages(bench, sources.value.kind === 'other' ? sources.value.source : null);
    if (!mixed.ok) return mixed;
    // The image that gave the constant may have been another one's.
    const own = mixed.value.constant;
    best = checkMap(mixed.value.terms, own, checks);
    return measuredAs({ ...best, constant: own, nonAdditive: null, checks });
  }
  const [check] = checks;
  const isOther = check === undefined ? measuredAs(false) : yield* dependsOnBatch(bench, check);
  if (!isOther.ok) return isOther;
  if (isOther.value) {
    // From here on, with as many images as the call has.
    [bench.takesAnyBatch, bench.dependsOnBatch] = [false, true];
    const again = yield* byNumbers(bench);
    if (!again.ok) return again;
    ({ constant } = again.value);
    best = checkMap(expandOver(bench, again.value.responses), constant, checks);
    if (best.unexplained.length === 0) return finished(best.terms, best.unexplained);
  }
  const nonAdditive = check === undefined ? measuredAs(null) : yield* nonAdditiveElement(bench, check, constant);
  if (!nonAdditive.ok) return nonAdditive;
  if (nonAdditive.value !== null) return measuredAs({ ...best, constant, nonAdditive: nonAdditive.value, checks });
  if (isNamed()) return finished(best.terms, best.unexplained);
  for (const method of [byCodes, byTaps, byWeights]) {
    const responses = yield* method(bench, constant);
    if (!responses.ok) {
      // One weight at a time is too much for a large weight: the best map stands.
      if (responses.failure.kind === 'too-many-runs') break;
      return responses;
    }
    const next = checkMap(expandOver(bench, responses.value), constant, checks);
    if (next.unexplained.length < best.unexplained.length) best = next;
    if (best.unexplained.length === 0) break;
  }
  return finished(best.terms, best.unexplained);
}

/** Returns the images of single input elements that are 1, `from` … `to` − 1. */
function impulses(bench: Bench, order: readonly number[]): readonly Float64Array[] {
  return order.map((at) => {
    const image = new Float64Array(bench.imageSize);
    if (at < image.length) image[at] = 1;
    return image;
  });
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at);
}

/**
 * Runs one image per input element, in an order of its own so that an implementation that mixes images does not give
 * the same map twice. Returns each input element's output without the constant.
 */
function* impulseOutputs(
  bench: Bench,
  purpose: ProbePurpose,
  weight: ArrayLike<number>,
  constant: Float64Array,
  isReversed: boolean,
): Probing<Measured<readonly Float64Array[]>> {
  const order = isReversed ? [...upTo(bench.imageSize)].reverse() : upTo(bench.imageSize);
  const outputs = yield* bench.images(purpose, impulses(bench, order), weight);
  if (!outputs.ok) return outputs;
  const byInput: Float64Array[] = [];
  order.forEach((at, image) => {
    byInput[at] = (outputs.value[image] as Float64Array).map((value, o) => value - (constant[o] as number));
  });
  return measuredAs(byInput);
}

/** Decodes one run in which each weight is its own number. The last image is empty: it gives the constant. */
function* byNumbers(
  bench: Bench,
): Probing<Measured<{ readonly responses: readonly Response[]; readonly constant: Float64Array }>> {
  const numbers = Float64Array.from({ length: bench.weightSize }, (_, at) => at + 1);
  const outputs = yield* bench.images('impulses', impulses(bench, upTo(bench.imageSize + 1)), numbers);
  if (!outputs.ok) return outputs;
  const constant = outputs.value[bench.imageSize] as Float64Array;
  const responses = outputs.value.slice(0, -1).map((output) =>
    Array.from(output, (value, o) => {
      const number = value - (constant[o] as number);
      if (Math.abs(number) <= codeTolerance) return [];
      const whole = Math.round(number);
      const isNumber = Math.abs(number - whole) <= codeTolerance && whole >= 1 && whole <= bench.weightSize;
      return isNumber ? [{ weight: whole - 1, coefficient: 1 }] : null;
    }),
  );
  return measuredAs({ responses, constant });
}

/** Decodes sums of products with one weight: their coefficient, from a weight of ones, and the weight's codes. */
function* byCodes(bench: Bench, constant: Float64Array): Probing<Measured<readonly Response[]>> {
  return yield* decodeCodes(bench, 'codes', constant, upTo(bench.weightSize));
}

/** Decodes as {@link byCodes} does, with one kernel tap at a time, so that an input may meet each tap once. */
function* byTaps(bench: Bench, constant: Float64Array): Probing<Measured<readonly Response[]>> {
  const { geometry } = bench.subject;
  const joined: Response[] = upTo(bench.imageSize).map(() => upTo(bench.outputSize).map(() => []));
  for (let tap = 0; tap < geometry.taps; tap++) {
    const weights = upTo(geometry.cin * geometry.coutPerGroup).map(
      (kernel) => weightPlane(geometry, 0, 0) + kernel * geometry.taps + tap,
    );
    const part = yield* decodeCodes(bench, 'taps', constant, weights);
    if (!part.ok) return part;
    joinResponses(joined, part.value);
  }
  return measuredAs(joined);
}

function joinResponses(joined: readonly Response[], part: readonly Response[]): void {
  joined.forEach((response, at) => {
    part[at]?.forEach((terms, o) => {
      const before = response[o] ?? null;
      response[o] = terms === null || before === null ? null : [...before, ...terms];
    });
  });
}

function* decodeCodes(
  bench: Bench,
  purpose: ProbePurpose,
  constant: Float64Array,
  weights: readonly number[],
): Probing<Measured<readonly Response[]>> {
  const book = codebookOf(weights.length);
  const measured: (readonly Float64Array[])[] = [];
  for (const [run, codes] of [new Float64Array(weights.length).fill(1), ...book.runs].entries()) {
    const weight = new Float64Array(bench.weightSize);
    weights.forEach((at, i) => (weight[at] = codes[i] as number));
    const outputs = yield* impulseOutputs(bench, purpose, weight, constant, run % 2 === 1);
    if (!outputs.ok) return outputs;
    measured.push(outputs.value);
  }
  const [ones = [], ...coded] = measured;
  return measuredAs(
    ones.map((output, input) =>
      Array.from(output, (sum, o) => {
        const values = coded.map((run) => run[input]?.[o] ?? NaN);
        const coefficient = plainNumber(sum);
        if (coefficient === 0) return values.every((value) => Math.abs(value) <= codeTolerance) ? [] : null;
        const found = book.find(values.map((value) => value / coefficient));
        return found === null ? null : [{ weight: weights[found] as number, coefficient }];
      }),
    ),
  );
}

/** Runs one weight element at a time: whatever its coefficients are, the outputs are these. */
function* byWeights(bench: Bench, constant: Float64Array): Probing<Measured<readonly Response[]>> {
  const needed = bench.runs.length + bench.weightSize * bench.runsFor(bench.imageSize);
  const most = bench.limits.mostRuns;
  if (needed > most) return failedWith({ kind: 'too-many-runs', needed, most });
  const joined: Response[] = upTo(bench.imageSize).map(() => upTo(bench.outputSize).map(() => []));
  for (let at = 0; at < bench.weightSize; at++) {
    const weight = new Float64Array(bench.weightSize);
    weight[at] = 1;
    const outputs = yield* impulseOutputs(bench, 'weights', weight, constant, false);
    if (!outputs.ok) return outputs;
    const part = outputs.value.map((output): Response =>
      Array.from(output, (value) => {
        const coefficient = plainNumber(value);
        if (!Number.isFinite(coefficient)) return null;
        return coefficient === 0 ? [] : [{ weight: at, coefficient }];
      }),
    );
    joinResponses(joined, part);
  }
  return measuredAs(joined);
}

/**
 * Recovers the map of an implementation that mixes images: one input element of the whole input at a time. If every
 * image is computed from one image, `source` gives it, and the elements of one image decide.
 */
function* byImages(
  bench: Bench,
  source: readonly (number | null)[] | null,
): Probing<Measured<{ readonly terms: TermMap; readonly constant: Float64Array }>> {
  const { geometry } = bench.subject;
  const used = source === null ? upTo(geometry.n) : source.filter((image) => image !== null).slice(0, 1);
  const needed = bench.runs.length + 1 + used.length * bench.imageSize;
  const most = bench.limits.mostRuns;
  if (needed > most) return failedWith({ kind: 'too-many-runs', needed, most });
  const numbers = Float64Array.from({ length: bench.weightSize }, (_, at) => at + 1);
  const zero = yield* bench.run('images', { weight: numbers });
  if (!zero.ok) return zero;
  const { data: constant } = zero.value.output;
  const terms: ProbeTerm[][] = Array.from({ length: geometry.n * bench.outputSize }, () => []);
  for (const image of used) {
    for (let at = 0; at < bench.imageSize; at++) {
      const input = new Float64Array(geometry.n * bench.imageSize);
      input[image * bench.imageSize + at] = 1;
      const measured = yield* bench.run('images', { input, weight: numbers });
      if (!measured.ok) return measured;
      measured.value.output.data.forEach((value, o) => {
        const number = value - (constant[o] as number);
        const whole = Math.round(number);
        if (Math.abs(number - whole) > codeTolerance || whole < 1 || whole > bench.weightSize) return;
        terms[o]?.push({ input: image * bench.imageSize + at, weight: whole - 1, coefficient: 1 });
      });
    }
  }
  if (source !== null) spreadOver(terms, source, bench);
  return measuredAs({ terms: terms.map(inOrder), constant: Float64Array.from(constant.subarray(0, bench.outputSize)) });
}

/** Gives each image the terms of the one that was decided, with the input of its own source. */
function spreadOver(terms: ProbeTerm[][], source: readonly (number | null)[], bench: Bench): void {
  const decided = source.findIndex((image) => image !== null);
  const from = source[decided] ?? 0;
  source.forEach((image, n) => {
    for (let o = 0; o < bench.outputSize; o++) {
      const known = terms[decided * bench.outputSize + o] ?? [];
      terms[n * bench.outputSize + o] =
        image === null ? [] : known.map((term) => ({ ...term, input: term.input + (image - from) * bench.imageSize }));
    }
  });
}

/** Returns the map of all images from the responses of one. */
function expandOver(bench: Bench, responses: readonly Response[]): TermMap {
  const plane: ProbeTerm[][] = Array.from({ length: bench.outputSize }, () => []);
  responses.forEach((response, input) => {
    response.forEach((terms, o) => {
      for (const term of terms ?? []) plane[o]?.push({ input, ...term });
    });
  });
  const ordered = plane.map(inOrder);
  return Array.from({ length: bench.subject.geometry.n }, (_, n) =>
    ordered.map((terms) => terms.map((term) => ({ ...term, input: term.input + n * bench.imageSize }))),
  ).flat();
}

/** The denominators of coefficients that are written exactly: those of averages and interpolations. */
const denominators = [1, 2, 3, 4, 5, 6, 8, 9, 12, 16, 18, 24, 25, 27, 32, 36, 64];

/** Returns the simple fraction that a measured coefficient is, if there is one within 10⁻³; otherwise the number. */
export function plainNumber(value: number): number {
  if (Math.abs(value) < 1e-3) return 0;
  for (const denominator of denominators) {
    const numerator = Math.round(value * denominator);
    if (numerator !== 0 && Math.abs(value - numerator / denominator) < 1e-3 / denominator)
      return numerator / denominator;
  }
  return value;
}
