import type { Steps } from '../../core/steps.ts';
import { elementCount, isSameShape, type Shape } from '../../core/tensor.ts';
import { catalogue } from '../mistakes/catalogue.ts';
import { predict, type Prediction } from './evaluate.ts';
import { differenceIfExplained, distanceTo } from './explained.ts';
import { type Hypothesis, changesOnlyCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { isPrecision } from '../mistakes/precisionMistakes.ts';

/** One mistake, or a pair, that reproduces every element of an output. */
export interface Match {
  readonly mistakes: readonly Mistake[];
  /** The variant; "" if the mistakes have only one. */
  readonly detail: string;
  /** Largest difference between the output and the mistake's output. */
  readonly maxAbs: number;
  /** The hypothesis that predicts the output; for a pair, the second mistake on top of the first. */
  readonly hypothesis: Hypothesis;
  /** For a pair, the first mistake on its own. */
  readonly firstHypothesis?: Hypothesis;
}

/** The outcome of one mistake of the catalogue on its own. */
export interface MistakeOutcome {
  readonly mistake: Mistake;
  readonly outcome: HypothesisOutcome;
  /** True if another mistake can be combined with it. */
  readonly isCombinable: boolean;
}

/**
 * `none`: the mistake changes nothing of this call. `illegal`: its call is invalid. `shape`: it gives a shape other than
 * the output's. `values`: it gives the output's shape with other values. `match`: it gives the output.
 */
export type HypothesisOutcome =
  { readonly kind: 'none' | 'illegal' | 'values' | 'match' } | { readonly kind: 'shape'; readonly shape: Shape };

export interface SingleMistakes {
  readonly matches: readonly Match[];
  /** One outcome per mistake, in the order of the catalogue. */
  readonly tried: readonly MistakeOutcome[];
  /** Number of hypotheses whose values were compared with the output. */
  readonly tested: number;
}

/** The pairs of mistakes that explain an output. */
export interface PairsOfMistakes {
  readonly matches: readonly Match[];
  /** Number of hypotheses whose values were compared with the output. */
  readonly tested: number;
}

/** The most variants of one mistake that are reported as matches. */
const mostVariants = 3;

/**
 * Finds the known mistakes that explain every element of an output, exactly or within rounding, specific ones first, and
 * the first matching variants of each. A few elements decide first (some wrong ones and some anywhere); a variant that
 * passes is confirmed on the whole output. `isThorough`: general mistakes are tried even if others match, because the
 * tensors may make different mistakes look alike.
 */
export function* findMistakes(
  target: DiagnosisTarget,
  places: readonly number[],
  isThorough: boolean,
): Steps<SingleMistakes> {
  const search = new Search(target, places);
  const matches: Match[] = [];
  const tried: MistakeOutcome[] = [];
  for (const [i, mistake] of catalogue.entries()) {
    yield { stage: 'Known mistakes', done: i, total: catalogue.length };
    let best: HypothesisOutcome = { kind: 'none' };
    let combinable = false;
    if (isLeftOut(mistake, matches, isThorough)) {
      tried.push({ mistake, outcome: best, isCombinable: false });
      continue;
    }
    let variants = 0;
    search.tested += mistake.alternatives?.(target) ?? 0;
    for (const hypothesis of mistake.hypotheses(target)) {
      combinable ||= mistake.alone !== true && changesOnlyCall(hypothesis);
      const result = yield* search.test(hypothesis);
      if (hypothesis.hasGivenShape === true && result.kind === 'values') continue;
      if (rank[result.kind] > rank[best.kind]) best = result;
      if (result.kind !== 'match') continue;
      const { maxAbs } = result;
      matches.push({ mistakes: [mistake], detail: hypothesis.detail, maxAbs, hypothesis });
      variants += 1;
      if (mistake.measures === true || variants === mostVariants) break;
    }
    tried.push({ mistake, outcome: best, isCombinable: combinable });
  }
  // What was chosen to fit the output, and what was measured on it even more so, fits what other mistakes make of it.
  const measured = matches.filter(isMeasured);
  const chosen = matches.filter((match) => isChosen(match) && !isMeasured(match));
  const first = matches.filter((match) => !isChosen(match) && !isMeasured(match));
  // The factor of all of an output is too simple a cause to be left out.
  const simple = measured.filter(({ mistakes }) => !mistakes.some(({ general }) => general === true));
  const others = isThorough ? [...chosen, ...simple] : [];
  const best = first.length > 0 ? [...first, ...others] : chosen.length > 0 ? chosen : measured;
  return { matches: best, tried, tested: search.tested };
}

/** Returns true if a match was chosen to fit the output. */
export const isChosen = ({ mistakes }: FoundMatch): boolean => mistakes.some(({ fromOutput }) => fromOutput === true);

/** Returns true if a match has numbers that were measured on the output. */
export const isMeasured = ({ mistakes }: FoundMatch): boolean => mistakes.some(({ measures }) => measures === true);

type FoundMatch = Pick<Match, 'mistakes'>;

/** Returns true if a mistake is not tried, because others were found. */
export function isLeftOut({ general, measures }: Mistake, found: readonly FoundMatch[], isThorough: boolean): boolean {
  if (general !== true || found.length === 0) return false;
  // A measured number fits what other mistakes make of the output, so that it does not rule these out.
  return measures === true || (!isThorough && !found.every(isMeasured));
}

const rank: Readonly<Record<HypothesisOutcome['kind'], number>> = {
  none: 0,
  illegal: 1,
  shape: 2,
  values: 3,
  match: 4,
};

/**
 * Returns true if a mistake may be part of a pair: one that explains the output on its own leaves nothing to explain.
 */
const isOpen = ({ outcome }: MistakeOutcome): boolean => outcome.kind !== 'match';

/**
 * Lists each first mistake of a pair with its possible second mistakes; the first precedes the second in the catalogue.
 */
function pairsOf(tried: readonly MistakeOutcome[]): readonly { first: Mistake; seconds: readonly Mistake[] }[] {
  return tried.flatMap((outcome, i) => {
    if (!outcome.isCombinable || !isOpen(outcome)) return [];
    const seconds = tried
      .slice(i + 1)
      .filter(
        (other) =>
          isOpen(other) &&
          other.mistake.fromOutput !== true &&
          other.mistake.alone !== true &&
          !isPrecision(other.mistake),
      );
    return [{ first: outcome.mistake, seconds: seconds.map(({ mistake }) => mistake) }];
  });
}

/** Returns the number of pairs that {@link findPairs} tries. */
export function pairCount(tried: readonly MistakeOutcome[]): number {
  return pairsOf(tried).reduce((count, { seconds }) => count + seconds.length, 0);
}

/**
 * Finds the matching pairs: a mistake in the call itself, and another one on top. `tried` holds the outcome of each on
 * its own.
 */
export function* findPairs(
  target: DiagnosisTarget,
  places: readonly number[],
  tried: readonly MistakeOutcome[],
): Steps<PairsOfMistakes> {
  const search = new Search(target, places);
  const pairs: Match[] = [];
  const total = pairCount(tried);
  let before = 0;
  for (const { first, seconds } of pairsOf(tried)) {
    yield { stage: 'Pairs of mistakes', done: before, total };
    for (const firstHypothesis of first.hypotheses(target)) {
      if (!changesOnlyCall(firstHypothesis)) continue;
      const call = predict(firstHypothesis);
      if (call === null) continue;
      for (const [i, second] of seconds.entries()) {
        yield { stage: 'Pairs of mistakes', done: before + i, total };
        for (const secondHypothesis of second.hypotheses({
          ...target,
          call: firstHypothesis.call,
          geometry: call.geometry,
        })) {
          const result = yield* search.test(secondHypothesis);
          if (result.kind !== 'match') continue;
          const { maxAbs } = result;
          const detail = [firstHypothesis.detail, secondHypothesis.detail].filter((text) => text !== '').join('; ');
          pairs.push({ mistakes: [first, second], detail, maxAbs, hypothesis: secondHypothesis, firstHypothesis });
          break;
        }
      }
    }
    before += seconds.length;
  }
  return { matches: pairs, tested: search.tested };
}

/** Elements between two progress steps. */
const elementsPerStep = 2 ** 14;

type TestResult =
  | { readonly kind: 'illegal' | 'values' }
  | { readonly kind: 'shape'; readonly shape: Shape }
  | { readonly kind: 'match'; readonly maxAbs: number };

class Search {
  /** Number of hypotheses of the output's shape, whose values were compared. */
  tested = 0;
  readonly #actual: DiagnosisTarget['actual'];
  readonly #rounding: DiagnosisTarget['rounding'];
  readonly #places: readonly number[];
  readonly #reference: DiagnosisTarget['reference'];

  constructor({ actual, reference, rounding }: DiagnosisTarget, places: readonly number[]) {
    this.#actual = actual;
    this.#reference = reference;
    this.#rounding = rounding;
    this.#places = places;
  }

  /** Tests whether a hypothesis predicts the output; a match comes with the largest difference. */
  *test(hypothesis: Hypothesis): Steps<TestResult> {
    const { shape: wanted } = this.#actual;
    const arranged = hypothesis.arranged?.shape ?? hypothesis.collective?.shape ?? wanted;
    if (!isSameShape(arranged, wanted)) return { kind: 'shape', shape: arranged };
    const prediction = predict(hypothesis, this.#rounding);
    if (prediction === null) return { kind: 'illegal' };
    const { shape } = prediction;
    if (!isSameShape(shape, wanted)) return { kind: 'shape', shape };
    this.tested += 1;
    for (const at of this.#places) {
      if (differenceIfExplained(this.#actual.data[at] as number, prediction.at(at)) === null) {
        return { kind: 'values' };
      }
    }
    if (this.#isRough(prediction)) return { kind: 'values' };
    const maxAbs = yield* this.#confirm(prediction);
    return maxAbs === null ? { kind: 'values' } : { kind: 'match', maxAbs };
  }

  /**
   * Returns true if a prediction is so rough that it allows the right values even where the output is far from them, or any
   * values of the output: then it does not explain what is wrong. It may add up more or larger terms than the call, or be a
   * function of its output.
   */
  #isRough(prediction: Prediction): boolean {
    if (!isSameShape(prediction.shape, this.#reference.shape)) return false;
    const right = (place: number): number => this.#reference.data[place] as number;
    const actual = (place: number): number => this.#actual.data[place] as number;
    const error = (place: number): number => distanceTo(actual(place), right(place));
    const largest = Math.max(...this.#places.map(error));
    const far = this.#places.filter((place) => error(place) >= largest / 4);
    if (far.every((place) => differenceIfExplained(right(place), prediction.at(place)) !== null)) return true;
    const values = far.map(actual);
    const spread = Math.max(...values) - Math.min(...values);
    const isSpread = spread > Math.max(...values.map(Math.abs)) / 4;
    return isSpread && far.every((place) => prediction.at(place).bound >= spread);
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
