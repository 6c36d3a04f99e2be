import type { Steps } from '../../core/steps.ts';
import { elementCount, isSameShape } from '../../core/tensor.ts';
import { differenceIfExplained } from '../../diagnose/search/explained.ts';
import { gradientCatalogue } from '../mistakes/gradientCatalogue.ts';
import type { GradientMistake, GradientTarget } from '../mistakes/gradientMistake.ts';
import { sizesOfGradients } from '../mistakes/layoutOfGradient.ts';
import { otherScale, scalesOfGradients } from '../mistakes/scaleOfGradient.ts';
import type { GradientPlan } from '../sums/gradientPlan.ts';
import type { Sum } from '../sums/planeSums.ts';
import { type GradientHypothesis, type GradientPrediction, predictGradient } from '../sums/predictGradient.ts';
import { fittedScale } from './fittedScale.ts';
import type { GradientMatch } from './gradientMatch.ts';
import { planOfShape } from './planOfShape.ts';

/** The mistakes that explain a gradient. */
export interface FoundGradientMistakes {
  readonly matches: readonly GradientMatch[];
  /** Titles of the mistakes that give a gradient of this shape, but other values. */
  readonly ofThisShape: readonly string[];
  /** Number of hypotheses whose values were compared with the gradient. */
  readonly tested: number;
  readonly triedPairs: boolean;
}

/** The plan of the right gradient, with what is known of it. */
export interface KnownPlan {
  readonly plan: GradientPlan;
  readonly read: (at: number) => Sum;
}

/** The most products that pairs of mistakes may cost: a few tenths of a second. */
const mostProducts = 2 ** 26;
/** Places from which a factor is found; all of them then decide. */
const fittingPlaces = 12;
/** The elements whose different values are counted. */
const mostDistinct = 2 ** 12;
/** Elements between two progress steps. */
const elementsPerStep = 2 ** 14;

/**
 * Finds the known mistakes that explain every element of a gradient, exactly or within rounding: single ones, then a
 * factor, then two together. A few elements decide first; what passes is confirmed on all.
 */
export function* findGradientMistakes(
  target: GradientTarget,
  places: readonly number[],
  right: KnownPlan,
): Steps<FoundGradientMistakes> {
  const plan = planOfShape(target);
  const search = new GradientSearch(target, places, right);
  const matches: GradientMatch[] = [];
  const ofThisShape: string[] = [];
  const open: { readonly mistake: GradientMistake; readonly hypothesis: GradientHypothesis }[] = [];
  const catalogue = gradientCatalogue.filter(({ of }) => of.includes(plan.of));
  for (const [i, mistake] of catalogue.entries()) {
    yield { stage: 'Known mistakes', done: i, total: catalogue.length };
    if (mistake.isGeneral === true && matches.length > 0) continue;
    search.tested += mistake.alternatives?.(target) ?? 0;
    // A layout is that of the right gradient.
    for (const hypothesis of mistake.hypotheses(mistake.part === 'layout' ? right.plan : plan, target)) {
      const result = yield* search.test(hypothesis);
      if (result.kind === 'values') {
        if (hypothesis.hasGivenShape !== true && ofThisShape.at(-1) !== mistake.title) ofThisShape.push(mistake.title);
      }
      // With another shape, a second mistake may give this one.
      if (result.kind !== 'match') open.push({ mistake, hypothesis });
      if (result.kind !== 'match') continue;
      matches.push({ mistakes: [mistake], detail: hypothesis.detail, maxAbs: result.maxAbs, hypothesis });
      break;
    }
    if (matches.length > 0 && sizesOfGradients.includes(mistake)) break;
  }
  if (matches.length > 0) return { matches, ofThisShape, tested: search.tested, triedPairs: false };
  const pairs: GradientMatch[] = [];
  yield* search.addScaled({ mistakes: [], hypothesis: { detail: '', plan } }, pairs);
  for (const { mistake, hypothesis } of pairs.length > 0 ? [] : open) {
    if (mistake.part === 'scale' || mistake.id === 'output-zeros') continue;
    yield* search.addScaled({ mistakes: [mistake], hypothesis }, pairs);
  }
  if (pairs.length === 0) yield* search.addPairs(open, catalogue, pairs);
  return { matches: pairs, ofThisShape, tested: search.tested, triedPairs: true };
}

type TestResult = { readonly kind: 'shape' | 'values' } | { readonly kind: 'match'; readonly maxAbs: number };

/** Something that a factor may have been applied to. */
interface Scalable {
  readonly mistakes: readonly GradientMistake[];
  readonly hypothesis: GradientHypothesis;
}

class GradientSearch {
  tested = 0;
  readonly #target: GradientTarget;
  readonly #places: readonly number[];
  readonly #right: KnownPlan;
  /** The number of different values of the gradient. */
  readonly #distinct: number;

  constructor(target: GradientTarget, places: readonly number[], right: KnownPlan) {
    this.#target = target;
    this.#places = places;
    this.#right = right;
    this.#distinct = new Set(target.actual.data.subarray(0, mostDistinct)).size;
  }

  #predict(hypothesis: GradientHypothesis): GradientPrediction {
    const { plan, read } = this.#right;
    const known = (other: GradientPlan) => (hasRightSums(other, plan) ? read : undefined);
    return predictGradient(hypothesis, this.#target.rounding, known);
  }

  /** Tests whether a hypothesis predicts the gradient. */
  *test(hypothesis: GradientHypothesis): Steps<TestResult> {
    const { actual } = this.#target;
    const prediction = this.#predict(hypothesis);
    if (!isSameShape(prediction.shape, actual.shape)) return { kind: 'shape' };
    this.tested += 1;
    // As many values as were fitted decide nothing.
    if ((hypothesis.fitted ?? 0) >= this.#distinct) return { kind: 'values' };
    for (const at of this.#places) {
      if (differenceIfExplained(actual.data[at] as number, prediction.at(at)) === null) return { kind: 'values' };
    }
    const maxAbs = yield* this.#confirm(prediction);
    return maxAbs === null ? { kind: 'values' } : { kind: 'match', maxAbs };
  }

  *#confirm(prediction: GradientPrediction): Steps<number | null> {
    const { actual } = this.#target;
    const read = yield* prediction.whole();
    const total = elementCount(prediction.shape);
    let largest = 0;
    for (let at = 0; at < total; at++) {
      if (at % elementsPerStep === 0) yield { stage: 'Confirming', done: at, total };
      const difference = differenceIfExplained(actual.data[at] as number, read(at));
      if (difference === null) return null;
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  /** Adds the match of a hypothesis with the factor that fits best, if it then explains the gradient. */
  *addScaled({ mistakes, hypothesis }: Scalable, matches: GradientMatch[]): Steps<void> {
    if (hypothesis.scale !== undefined || hypothesis.added !== undefined) return;
    const prediction = this.#predict(hypothesis);
    if (!isSameShape(prediction.shape, this.#target.actual.shape)) return;
    const scale = fittedScale(this.#target.actual, prediction, this.#places.slice(0, fittingPlaces));
    if (scale === null) return;
    // A factor with a name is exact.
    const named = scalesOfGradients.flatMap((mistake) =>
      [...mistake.hypotheses(hypothesis.plan, this.#target)].flatMap((variant) =>
        Math.abs((variant.scale ?? 1) - scale.factor) <= 2 * scale.error * Math.abs(scale.factor)
          ? [{ mistake, variant }]
          : [],
      ),
    );
    const tries = [
      ...named.map(({ mistake, variant }) => ({ mistake, scale: variant.scale ?? 1, detail: variant.detail })),
      { mistake: otherScale, scale: scale.factor, scaleError: scale.error, detail: scale.text, fitted: 1 },
    ];
    for (const { mistake, detail, ...factor } of tries) {
      if (mistake === otherScale && tries.length > 1) continue;
      const scaled = { ...hypothesis, ...factor };
      const result = yield* this.test(scaled);
      if (result.kind !== 'match') continue;
      const text = [hypothesis.detail, detail].filter((part) => part !== '').join('; ');
      matches.push({
        mistakes: [...mistakes, mistake],
        detail: text,
        maxAbs: result.maxAbs,
        hypothesis: {
          ...scaled,
          detail: text,
          ...(mistakes.length === 0 ? { again: (plan) => ({ ...scaled, plan }) } : {}),
        },
        ...(mistakes.length === 0 ? {} : { firstHypothesis: hypothesis }),
      });
      return;
    }
  }

  /** Adds the matches of two mistakes about different parts of the computation. */
  *addPairs(
    open: readonly { readonly mistake: GradientMistake; readonly hypothesis: GradientHypothesis }[],
    catalogue: readonly GradientMistake[],
    matches: GradientMatch[],
  ): Steps<void> {
    const isPart = ({ isAlone, isGeneral }: GradientMistake): boolean => isAlone !== true && isGeneral !== true;
    const firsts = open.filter(
      ({ mistake, hypothesis }) =>
        isPart(mistake) && hypothesis.arranged === undefined && hypothesis.scale === undefined,
    );
    const seconds = catalogue.filter((mistake) => isPart(mistake) && mistake.part !== 'scale');
    const budget = mostProducts / Math.max(1, this.#right.read(0).terms);
    const start = this.tested;
    for (const [i, { mistake: first, hypothesis }] of firsts.entries()) {
      yield { stage: 'Pairs of mistakes', done: i, total: firsts.length };
      for (const second of seconds) {
        if (catalogue.indexOf(second) <= catalogue.indexOf(first) || second.part === first.part) continue;
        for (const made of second.hypotheses(hypothesis.plan, this.#target)) {
          if (this.tested - start > budget) return;
          const result = yield* this.test(made);
          if (result.kind !== 'match') continue;
          const detail = [hypothesis.detail, made.detail].filter((text) => text !== '').join('; ');
          const { maxAbs } = result;
          matches.push({ mistakes: [first, second], detail, maxAbs, hypothesis: made, firstHypothesis: hypothesis });
          break;
        }
      }
    }
  }
}

/** Returns true if a plan computes the same sums as the right one. */
function hasRightSums(plan: GradientPlan, right: GradientPlan): boolean {
  const parts = ['gradOutput', 'factor', 'h', 'w', 'channels', 'images'] as const;
  return parts.every((part) => plan[part] === right[part]);
}
