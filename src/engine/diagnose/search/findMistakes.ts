import type { Steps } from '../../core/steps.ts';
import { elementCount, isSameShape, type Shape } from '../../core/tensor.ts';
import { catalogue } from '../mistakes/catalogue.ts';
import { predict, type Prediction } from './evaluate.ts';
import { differenceIfExplained } from './explained.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { Case, Mistake } from '../model/mistake.ts';
import { isPlain } from '../mistakes/computationMistakes.ts';
import { isPrecision } from '../mistakes/precisionMistakes.ts';

/** A mistake, or two, that reproduce every element of an output. */
export interface Match {
  readonly mistakes: readonly Mistake[];
  /** What in particular; "" where the mistakes say it all. */
  readonly detail: string;
  /** Largest difference between the output and what the mistake makes. */
  readonly maxAbs: number;
  /** What predicts the output; of a pair that of the second mistake on top of the first. */
  readonly hypothesis: Hypothesis;
  /** Of a pair, the first mistake by itself. */
  readonly under?: Hypothesis;
}

/** What became of a mistake of the catalogue by itself. */
export interface MistakeOutcome {
  readonly mistake: Mistake;
  readonly outcome: HypothesisOutcome;
  /** Whether another one may come on top of it. */
  readonly plain: boolean;
}

/**
 * `none`: it would change nothing of this call. `illegal`: what it computes is not a legal call. `shape`: it makes
 * another shape than the output's. `values`: it makes that shape with other values. `match`: it makes the output.
 */
export type HypothesisOutcome =
  { readonly kind: 'none' | 'illegal' | 'values' | 'match' } | { readonly kind: 'shape'; readonly shape: Shape };

export interface Singles {
  readonly matches: readonly Match[];
  /** The whole catalogue, in its order. */
  readonly tried: readonly MistakeOutcome[];
}

/**
 * The known mistakes that explain every element of an output, exactly or within rounding, the more particular
 * first; of each mistake the first variant that fits. A crop decides first, some elements that are wrong and some
 * anywhere; who passes is confirmed on the whole.
 */
export function* findMistakes(of: Case, places: readonly number[]): Steps<Singles> {
  const search = new Search(of, places);
  const matches: Match[] = [];
  const tried: MistakeOutcome[] = [];
  for (const [i, mistake] of catalogue.entries()) {
    yield { stage: 'Known mistakes', done: i, total: catalogue.length };
    let best: HypothesisOutcome = { kind: 'none' };
    let plain = false;
    for (const hypothesis of mistake.hypotheses(of)) {
      plain ||= isPlain(hypothesis);
      const looked = yield* search.look(hypothesis);
      if (rank[looked.kind] > rank[best.kind]) best = looked;
      if (looked.kind !== 'match') continue;
      const { maxAbs } = looked;
      matches.push({ mistakes: [mistake], detail: hypothesis.detail, maxAbs, hypothesis });
      break;
    }
    tried.push({ mistake, outcome: best, plain });
  }
  return { matches, tried };
}

const rank: Readonly<Record<HypothesisOutcome['kind'], number>> = {
  none: 0,
  illegal: 1,
  shape: 2,
  values: 3,
  match: 4,
};

/** What is found out from the output itself cannot come on top of something else. */
const fromOutput = ({ mistake: { id } }: MistakeOutcome): boolean =>
  id.endsWith('-permuted') || id === 'scaled' || id === 'shifted';

/** The mistakes that pairs are made of: of one that explains the output by itself there is nothing left to explain. */
const isOpen = ({ outcome }: MistakeOutcome): boolean => outcome.kind !== 'match';

/** Each mistake that another one may come on top of, with those; the first before the second in the catalogue. */
function pairsOf(tried: readonly MistakeOutcome[]): readonly { first: Mistake; seconds: readonly Mistake[] }[] {
  return tried.flatMap((one, i) => {
    if (!one.plain || !isOpen(one)) return [];
    const seconds = tried
      .slice(i + 1)
      .filter((other) => isOpen(other) && !fromOutput(other) && !isPrecision(other.mistake));
    return [{ first: one.mistake, seconds: seconds.map(({ mistake }) => mistake) }];
  });
}

/** How many pairs {@link findPairs} tries. */
export function pairCount(tried: readonly MistakeOutcome[]): number {
  return pairsOf(tried).reduce((count, { seconds }) => count + seconds.length, 0);
}

/** The same with two: a mistake in the call itself and another one on top of it. `tried`: each by itself. */
export function* findPairs(
  of: Case,
  places: readonly number[],
  tried: readonly MistakeOutcome[],
): Steps<readonly Match[]> {
  const search = new Search(of, places);
  const pairs: Match[] = [];
  const total = pairCount(tried);
  let before = 0;
  for (const { first, seconds } of pairsOf(tried)) {
    yield { stage: 'Pairs of mistakes', done: before, total };
    for (const under of first.hypotheses(of)) {
      if (!isPlain(under)) continue;
      const call = predict(under);
      if (call === null) continue;
      for (const [i, second] of seconds.entries()) {
        yield { stage: 'Pairs of mistakes', done: before + i, total };
        for (const over of second.hypotheses({
          ...of,
          call: under.call,
          geometry: call.geometry,
        })) {
          const looked = yield* search.look(over);
          if (looked.kind !== 'match') continue;
          const { maxAbs } = looked;
          const detail = [under.detail, over.detail].filter((text) => text !== '').join('; ');
          pairs.push({ mistakes: [first, second], detail, maxAbs, hypothesis: over, under });
          break;
        }
      }
    }
    before += seconds.length;
  }
  return pairs;
}

/** Elements between two steps. */
const elementsPerStep = 2 ** 14;

type Looked =
  | { readonly kind: 'illegal' | 'values' }
  | { readonly kind: 'shape'; readonly shape: Shape }
  | { readonly kind: 'match'; readonly maxAbs: number };

class Search {
  readonly #actual: Case['actual'];
  readonly #rounding: Case['rounding'];
  readonly #places: readonly number[];

  constructor({ actual, rounding }: Case, places: readonly number[]) {
    this.#actual = actual;
    this.#rounding = rounding;
    this.#places = places;
  }

  /** Whether a hypothesis predicts the output; with the largest difference if it does. */
  *look(hypothesis: Hypothesis): Steps<Looked> {
    const { shape: wanted } = this.#actual;
    const arranged = hypothesis.arranged?.shape ?? wanted;
    if (!isSameShape(arranged, wanted)) return { kind: 'shape', shape: arranged };
    const prediction = predict(hypothesis, this.#rounding);
    if (prediction === null) return { kind: 'illegal' };
    const { shape } = prediction;
    if (!isSameShape(shape, wanted)) return { kind: 'shape', shape };
    for (const at of this.#places) {
      if (differenceIfExplained(this.#actual.data[at] as number, prediction.at(at)) === null) {
        return { kind: 'values' };
      }
    }
    const maxAbs = yield* this.#confirm(prediction);
    return maxAbs === null ? { kind: 'values' } : { kind: 'match', maxAbs };
  }

  *#confirm(prediction: Prediction): Steps<number | null> {
    const read = yield* prediction.whole();
    const total = elementCount(prediction.shape);
    let largest = 0;
    for (let at = 0; at < total; at++) {
      if (at % elementsPerStep === 0) yield { stage: 'Confirming', done: at, total };
      const difference = differenceIfExplained(this.#actual.data[at] as number, read(at));
      if (difference === null) return null;
      largest = Math.max(largest, difference);
    }
    return largest;
  }
}
