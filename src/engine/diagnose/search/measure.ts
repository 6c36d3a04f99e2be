import type { Steps } from '../../core/steps.ts';
import { elementCount, type Float64Tensor, isSameShape } from '../../core/tensor.ts';
import { predict, type Prediction } from './evaluate.ts';
import { distanceTo, differenceIfExplained } from './explained.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { Case, Mistake } from '../model/mistake.ts';

/** How far an output is from what a hypothesis makes, over the elements that were looked at. */
export interface Distance {
  /** Largest difference; Infinity where what is not finite on one side is not the same on the other. */
  readonly maxAbs: number;
  /** Elements that the hypothesis explains, within rounding. */
  readonly equal: number;
  /** Elements that were looked at: all of the output, or a sample. */
  readonly compared: number;
  readonly total: number;
}

/** Multiply-adds up to which a hypothesis is computed as a whole to be measured. */
const wholeWork = 2 ** 27;
/** Elements of an output up to which all are looked at. */
const wholeElements = 2 ** 22;
/** Elements between two steps. */
const elementsPerStep = 2 ** 14;
/** The same where each is computed by itself. */
const readsPerStep = 2 ** 6;

/** Whether all of a prediction is dear to compute, so that a sample has to do. */
export function isDear({ geometry: { n, cin, coutPerGroup, taps, h, w }, shape }: Prediction): boolean {
  const work = n * cin * h.inputSize * w.inputSize * coutPerGroup * taps;
  return work > wholeWork || elementCount(shape) > wholeElements;
}

/**
 * Which of a mistake's variants comes nearest to the output at some telling places; where none makes its shape,
 * the first legal one; null if there is none.
 */
export function* nearestVariant(of: Case, places: readonly number[], mistake: Mistake): Steps<number | null> {
  let nearest: number | null = null;
  let legal: number | null = null;
  let [least, most] = [Infinity, -1];
  let variant = 0;
  for (const hypothesis of mistake.hypotheses(of)) {
    yield { stage: mistake.title, done: 0, total: 1 };
    const prediction = predict(hypothesis, of.rounding);
    if (prediction !== null) legal ??= variant;
    if (prediction !== null && isSameShape(prediction.shape, of.actual.shape)) {
      const { maxAbs, equal } = over(of, prediction, places);
      if (maxAbs < least || (maxAbs === least && equal > most)) {
        [nearest, least, most] = [variant, maxAbs, equal];
      }
    }
    variant += 1;
  }
  return nearest ?? legal;
}

/** A mistake's variant by its number. */
export function variantOf(of: Case, mistake: Mistake, variant: number): Hypothesis | null {
  let at = 0;
  for (const hypothesis of mistake.hypotheses(of)) if (at++ === variant) return hypothesis;
  return null;
}

/** Over a sample: each element from its own products. */
export function* sampledDistance(of: Case, prediction: Prediction, sample: readonly number[]): Steps<Distance> {
  let [maxAbs, equal] = [0, 0];
  for (let from = 0; from < sample.length; from += readsPerStep) {
    yield { stage: 'Sample', done: from, total: sample.length };
    const some = over(of, prediction, sample.slice(from, from + readsPerStep));
    maxAbs = Math.max(maxAbs, some.maxAbs);
    equal += some.equal;
  }
  return { maxAbs, equal, compared: sample.length, total: of.actual.data.length };
}

/**
 * Over the whole, with all that is predicted; null of another shape. Elements at `places` count as explained only if
 * they are so by their own products as well: those decide whether a hypothesis is a match.
 */
export function* wholeDistance(
  { actual }: Pick<Case, 'actual'>,
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

function over({ actual }: Case, prediction: Prediction, places: readonly number[]): Pick<Distance, 'maxAbs' | 'equal'> {
  let [maxAbs, equal] = [0, 0];
  for (const at of places) {
    const predicted = prediction.at(at);
    const value = actual.data[at] as number;
    maxAbs = Math.max(maxAbs, distanceTo(value, predicted.value));
    if (differenceIfExplained(value, predicted) !== null) equal += 1;
  }
  return { maxAbs, equal };
}
