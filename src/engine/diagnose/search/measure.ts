import type { Steps } from '../../core/steps.ts';
import { elementCount, type Float64Tensor, isSameShape } from '../../core/tensor.ts';
import { predict, type Prediction } from './evaluate.ts';
import { distanceTo, differenceIfExplained } from './explained.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';

/** The distance of an output from a hypothesis's output, over the compared elements. */
export interface Distance {
  /** Largest difference; Infinity if a non-finite value on one side differs from the other side. */
  readonly maxAbs: number;
  /** Number of elements that the hypothesis explains within rounding. */
  readonly equal: number;
  /** Number of compared elements: the whole output or a sample. */
  readonly compared: number;
  readonly total: number;
}

/** The most multiply-adds for which a hypothesis is computed in full to be measured. */
const wholeWork = 2 ** 27;
/** The most elements of an output that are all compared. */
const wholeElements = 2 ** 22;
/** Elements between two progress steps. */
const elementsPerStep = 2 ** 14;
/** Elements between two progress steps if each is computed from its own products. */
const readsPerStep = 2 ** 6;

/** Returns true if a full prediction is expensive, so that a sample has to do. */
export function isExpensivePrediction({ geometry: { n, cin, coutPerGroup, taps, h, w }, shape }: Prediction): boolean {
  const work = n * cin * h.inputSize * w.inputSize * coutPerGroup * taps;
  return work > wholeWork || elementCount(shape) > wholeElements;
}

/**
 * Returns the number of the mistake's variant that comes nearest to the output at some telling places. If no variant has
 * the output's shape, returns the first valid one; null if there is none.
 */
export function* nearestVariant(
  target: DiagnosisTarget,
  places: readonly number[],
  mistake: Mistake,
): Steps<number | null> {
  let nearest: number | null = null;
  let legal: number | null = null;
  let [least, most] = [Infinity, -1];
  let variant = 0;
  for (const hypothesis of mistake.hypotheses(target)) {
    yield { stage: mistake.title, done: 0, total: 1 };
    const prediction = predict(hypothesis, target.rounding);
    if (prediction !== null) legal ??= variant;
    if (prediction !== null && isSameShape(prediction.shape, target.actual.shape)) {
      const { maxAbs, equal } = distanceAt(target, prediction, places);
      if (maxAbs < least || (maxAbs === least && equal > most)) {
        [nearest, least, most] = [variant, maxAbs, equal];
      }
    }
    variant += 1;
  }
  return nearest ?? legal;
}

/** Returns a mistake's variant by its number. */
export function variantOf(target: DiagnosisTarget, mistake: Mistake, variant: number): Hypothesis | null {
  let at = 0;
  for (const hypothesis of mistake.hypotheses(target)) if (at++ === variant) return hypothesis;
  return null;
}

/** Measures the distance over a sample, computing each element from its own products. */
export function* sampledDistance(
  target: DiagnosisTarget,
  prediction: Prediction,
  sample: readonly number[],
): Steps<Distance> {
  let [maxAbs, equal] = [0, 0];
  for (let from = 0; from < sample.length; from += readsPerStep) {
    yield { stage: 'Sample', done: from, total: sample.length };
    const part = distanceAt(target, prediction, sample.slice(from, from + readsPerStep));
    maxAbs = Math.max(maxAbs, part.maxAbs);
    equal += part.equal;
  }
  return { maxAbs, equal, compared: sample.length, total: target.actual.data.length };
}

/**
 * Measures the distance over the whole output and returns the full prediction. The distance is null if the shapes
 * differ. Elements at `places` count as explained only if their own products explain them too, because those places
 * decide whether a hypothesis is a match.
 */
export function* wholeDistance(
  { actual }: Pick<DiagnosisTarget, 'actual'>,
  prediction: Prediction,
  places: readonly number[],
): Steps<{ readonly distance: Distance | null; readonly predicted: Float64Tensor }> {
  const { shape } = prediction;
  const read = yield* prediction.whole();
  const data = new Float64Array(elementCount(shape));
  const predicted = { dtype: 'float64', shape, data } as const;
  const comparable = isSameShape(shape, actual.shape);
  const valueAt = (at: number): number => actual.data[at] as number;
  const refuted = new Set(
    comparable ? places.filter((at) => differenceIfExplained(valueAt(at), prediction.at(at)) === null) : [],
  );
  let [maxAbs, equal] = [0, 0];
  for (let at = 0; at < data.length; at++) {
    if (at % elementsPerStep === 0) yield { stage: 'Hypothesis', done: at, total: data.length };
    const { value, bound } = read(at);
    data[at] = value;
    if (!comparable) continue;
    maxAbs = Math.max(maxAbs, distanceTo(valueAt(at), value));
    if (differenceIfExplained(valueAt(at), { value, bound }) !== null && !refuted.has(at)) equal += 1;
  }
  const total = data.length;
  return { distance: comparable ? { maxAbs, equal, compared: total, total } : null, predicted };
}

function distanceAt(
  { actual }: DiagnosisTarget,
  prediction: Prediction,
  places: readonly number[],
): Pick<Distance, 'maxAbs' | 'equal'> {
  let [maxAbs, equal] = [0, 0];
  for (const at of places) {
    const predicted = prediction.at(at);
    const value = actual.data[at] as number;
    maxAbs = Math.max(maxAbs, distanceTo(value, predicted.value));
    if (differenceIfExplained(value, predicted) !== null) equal += 1;
  }
  return { maxAbs, equal };
}
