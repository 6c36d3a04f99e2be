import { equal } from '../compare/equal.ts';
import type { Steps } from '../steps.ts';
import { elementCount, isSameShape } from '../tensor.ts';
import { catalogue } from './catalogue.ts';
import { predict, type Predicted, type Prediction } from './evaluate.ts';
import type { Hypothesis } from './hypothesis.ts';
import type { Case, Mistake } from './mistake.ts';
import { isPlain } from './mistakes/computationMistakes.ts';

/** A mistake, or two, that reproduce every element of an output. */
export interface Match {
  readonly mistakes: readonly Mistake[];
  /** What in particular; "" where the mistakes say it all. */
  readonly detail: string;
  /** Largest difference between the output and what the mistake makes. */
  readonly maxAbs: number;
  /** What predicts the output; of a pair that of the second mistake on top of the first. */
  readonly hypothesis: Hypothesis;
}

const never = { rtol: 0, atol: 0, equalNan: true };

/**
 * The known mistakes that explain every element of an output, exactly or within rounding, the more particular
 * first; of each mistake the first variant that fits. A crop decides first, some elements that are wrong and some
 * anywhere; who passes is confirmed on the whole.
 */
export function* findMistakes(of: Case, places: readonly number[]): Steps<readonly Match[]> {
  const search = new Search(of, places);
  const single: Match[] = [];
  for (const [i, mistake] of catalogue.entries()) {
    yield { stage: 'Known mistakes', done: i, total: catalogue.length };
    for (const hypothesis of mistake.hypotheses(of)) {
      const maxAbs = yield* search.explains(hypothesis);
      if (maxAbs === null) continue;
      single.push({ mistakes: [mistake], detail: hypothesis.detail, maxAbs, hypothesis });
      break;
    }
  }
  return single;
}

/** The same with two: a mistake in the call itself and another one on top of it. For where no single one explains it. */
export function* findPairs(of: Case, places: readonly number[]): Steps<readonly Match[]> {
  const search = new Search(of, places);
  const pairs: Match[] = [];
  for (const [i, first] of catalogue.entries()) {
    yield { stage: 'Pairs of mistakes', done: i, total: catalogue.length };
    for (const under of first.hypotheses(of)) {
      if (!isPlain(under)) continue;
      const call = predict(under);
      if (call === null) continue;
      for (const second of catalogue.slice(i + 1)) {
        // What is found out from the output itself cannot come on top of something else.
        if (second.id.endsWith('-permuted') || second.id === 'scaled' || second.id === 'shifted') continue; // prettier-ignore
        for (const over of second.hypotheses({
          ...of,
          call: under.call,
          geometry: call.geometry,
        })) {
          const maxAbs = yield* search.explains(over);
          if (maxAbs === null) continue;
          const detail = [under.detail, over.detail].filter((text) => text !== '').join('; ');
          pairs.push({ mistakes: [first, second], detail, maxAbs, hypothesis: over });
          break;
        }
      }
    }
  }
  return pairs;
}

/** Elements between two steps. */
const elementsPerStep = 2 ** 14;

class Search {
  readonly #actual: Case['actual'];
  readonly #rounding: Case['rounding'];
  readonly #places: readonly number[];

  constructor({ actual, rounding }: Case, places: readonly number[]) {
    this.#actual = actual;
    this.#rounding = rounding;
    this.#places = places;
  }

  /** Largest difference between the output and what a hypothesis predicts; null where an element is not explained. */
  *explains(hypothesis: Hypothesis): Steps<number | null> {
    const { arranged } = hypothesis;
    if (arranged !== undefined && !isSameShape(arranged.shape, this.#actual.shape)) return null;
    const prediction = predict(hypothesis, this.#rounding);
    if (prediction === null || !isSameShape(prediction.shape, this.#actual.shape)) return null;
    for (const at of this.#places) {
      if (this.#difference(at, prediction.at(at)) === null) return null;
    }
    return yield* this.#confirm(prediction);
  }

  *#confirm(prediction: Prediction): Steps<number | null> {
    const read = yield* prediction.whole();
    const total = elementCount(prediction.shape);
    let largest = 0;
    for (let at = 0; at < total; at++) {
      if (at % elementsPerStep === 0) yield { stage: 'Confirming', done: at, total };
      const difference = this.#difference(at, read(at));
      if (difference === null) return null;
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  #difference(at: number, { value, bound }: Predicted): number | null {
    const actual = this.#actual.data[at] as number;
    if (Number.isFinite(actual) && Number.isFinite(value)) {
      const difference = Math.abs(actual - value);
      return difference <= bound ? difference : null;
    }
    return equal(actual, value, never) ? 0 : null;
  }
}
