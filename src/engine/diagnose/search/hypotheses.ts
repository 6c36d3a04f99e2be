import type { Steps } from '../../core/steps.ts';
import type { Float64Tensor, Shape } from '../../core/tensor.ts';
import { isSameShape } from '../../core/tensor.ts';
import type { Diagnosis } from './diagnose.ts';
import { predict, type Prediction } from './evaluate.ts';
import { findPairs, type Match, pairCount, type MistakeOutcome } from './findMistakes.ts';
import { type Hypothesis, noMistake } from '../model/hypothesis.ts';
import {
  type Distance,
  isExpensivePrediction,
  nearestVariant,
  sampledDistance,
  variantOf,
  wholeDistance,
} from './measure.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { isPrecision } from '../mistakes/precisionMistakes.ts';
import { sampleAmount, probePlaces } from './probePlaces.ts';

/** A possible explanation of the output: one mistake, a pair of mistakes, or no mistake. */
export interface HypothesisCandidate {
  /** The mistakes' ids, joined by "+"; {@link noMistake} for the call as it is. */
  readonly key: string;
  readonly mistakes: readonly Mistake[];
  /** The variant, once it is known. */
  readonly detail: string;
  readonly fit: Fit;
}

/** How well a candidate fits. For `differs`, the distance is null until it is measured. */
export type Fit =
  | { readonly kind: 'match'; readonly distance: Distance }
  | { readonly kind: 'differs'; readonly distance: Distance | null }
  | { readonly kind: 'shape'; readonly shape: Shape }
  | { readonly kind: 'illegal' };

/** All candidates that may have been computed instead of a call, and how far the output is from each. */
export class Hypotheses {
  readonly #target: DiagnosisTarget;
  readonly #places: readonly number[];
  readonly #tried: readonly MistakeOutcome[];
  readonly #isExpensive: (prediction: Prediction) => boolean;
  #sample: readonly number[] | null = null;
  readonly #matches = new Map<string, Match>();
  readonly #candidates = new Map<string, HypothesisCandidate>();
  /**
   * Number of the nearest variant of each requested mistake. Storing the number saves memory: the tensors are made
   * again.
   */
  readonly #variants = new Map<string, number>();

  /** `isExpensive`: returns true if a prediction is too expensive to compute in full just to be measured. */
  constructor(diagnosis: Diagnosis, isExpensive: (prediction: Prediction) => boolean = isExpensivePrediction) {
    const { target } = diagnosis;
    this.#target = target;
    this.#isExpensive = isExpensive;
    this.#places = probePlaces(target);
    this.#tried = diagnosis.tried;
    this.#addMatches(diagnosis.matches);
    if (diagnosis.tried.length > 0) this.#put(asItIs(diagnosis));
    for (const { mistake, outcome } of diagnosis.tried) {
      const base = { key: mistake.id, mistakes: [mistake], detail: '' };
      if (outcome.kind === 'values') this.#put({ ...base, fit: { kind: 'differs', distance: null } });
      else if (outcome.kind === 'shape') this.#put({ ...base, fit: outcome });
      else if (outcome.kind === 'illegal') this.#put({ ...base, fit: { kind: 'illegal' } });
    }
  }

  /** The candidates that apply to the call: matches first, then the others in the order of the catalogue. */
  get candidates(): readonly HypothesisCandidate[] {
    return [...this.#candidates.values()];
  }

  /** Number of mistakes that would change nothing of the call, without precisions, which have no values to change. */
  get notApplicable(): number {
    return this.#tried.filter(({ mistake, outcome }) => outcome.kind === 'none' && !isPrecision(mistake)).length;
  }

  /** Number of pairs that {@link pairs} tries. */
  get pairCount(): number {
    return pairCount(this.#tried);
  }

  /**
   * Measures a candidate that differs, on a sample if the full prediction is expensive. @throws if the key is unknown
   */
  *measure(key: string): Steps<HypothesisCandidate> {
    const { candidate, hypothesis } = yield* this.#found(key);
    const prediction = hypothesis === null ? null : predict(hypothesis, this.#target.rounding);
    if (prediction === null || candidate.fit.kind !== 'differs') return candidate;
    if (this.#isExpensive(prediction)) {
      this.#sample ??= probePlaces(this.#target, sampleAmount);
      const distance = yield* sampledDistance(this.#target, prediction, this.#sample);
      // The candidate does not explain the output, so a sample without differences is not enough.
      if (distance.equal < distance.compared) return this.#measured(candidate, distance);
    }
    const { distance } = yield* wholeDistance(this.#target, prediction, this.#places);
    return this.#measured(candidate, distance);
  }

  /** Computes the full prediction of a candidate and measures it. @throws if the key is unknown */
  *explain(key: string): Steps<ExplainedHypothesis> {
    const { candidate, hypothesis, firstHypothesis } = yield* this.#found(key);
    const prediction = hypothesis === null ? null : predict(hypothesis, this.#target.rounding);
    if (prediction === null) return { candidate, hypothesis, firstHypothesis, predicted: null };
    const { distance, predicted } = yield* wholeDistance(this.#target, prediction, this.#places);
    const measured = candidate.fit.kind === 'differs' ? this.#measured(candidate, distance) : candidate;
    return { candidate: measured, hypothesis, firstHypothesis, predicted };
  }

  /**
   * Tries pairs of mistakes that do not explain the output on their own; the matches found are added after the existing
   * ones.
   */
  *pairs(): Steps<readonly HypothesisCandidate[]> {
    const { matches } = yield* findPairs(this.#target, this.#places, this.#tried);
    return this.#addMatches(matches);
  }

  #put(candidate: HypothesisCandidate): HypothesisCandidate {
    this.#candidates.set(candidate.key, candidate);
    return candidate;
  }

  #addMatches(matches: readonly Match[]): readonly HypothesisCandidate[] {
    const total = this.#target.actual.data.length;
    return matches.flatMap((match) => {
      const { mistakes, detail, maxAbs } = match;
      const key = mistakes.map(({ id }) => id).join('+');
      // A pair may match in several variants: keep the first.
      if (this.#matches.has(key)) return [];
      this.#matches.set(key, match);
      const distance = { maxAbs, equal: total, compared: total, total };
      return [this.#put({ key, mistakes, detail, fit: { kind: 'match', distance } })];
    });
  }

  #measured(candidate: HypothesisCandidate, distance: Distance | null): HypothesisCandidate {
    return this.#put({ ...candidate, fit: { kind: 'differs', distance } });
  }

  *#found(key: string): Steps<Omit<ExplainedHypothesis, 'predicted'>> {
    const candidate = this.#candidates.get(key);
    if (candidate === undefined) throw new Error(`No hypothesis ${key} is known.`);
    const match = this.#matches.get(key);
    if (match !== undefined)
      return { candidate, hypothesis: match.hypothesis, firstHypothesis: match.firstHypothesis ?? null };
    const [mistake] = candidate.mistakes;
    if (mistake === undefined)
      return { candidate, hypothesis: { detail: '', call: this.#target.call }, firstHypothesis: null };
    let variant = this.#variants.get(key);
    if (variant === undefined) {
      variant = (yield* nearestVariant(this.#target, this.#places, mistake)) ?? 0;
      this.#variants.set(key, variant);
    }
    const hypothesis = variantOf(this.#target, mistake, variant);
    const detailed = this.#put({ ...candidate, detail: hypothesis?.detail ?? '' });
    return { candidate: detailed, hypothesis, firstHypothesis: null };
  }
}

/** A candidate with its hypothesis and its predicted output. */
export interface ExplainedHypothesis {
  readonly candidate: HypothesisCandidate;
  readonly hypothesis: Hypothesis | null;
  /** For a pair, the first mistake on its own. */
  readonly firstHypothesis: Hypothesis | null;
  /** Null if the hypothesis is not a valid call. */
  readonly predicted: Float64Tensor | null;
}

/** Returns the candidate of the call as it is, which does not explain the output either. */
function asItIs({ target: { actual, reference }, comparison }: Diagnosis): HypothesisCandidate {
  const base = { key: noMistake, mistakes: [], detail: '' };
  if (comparison === null || !isSameShape(actual.shape, reference.shape)) {
    return { ...base, fit: { kind: 'shape', shape: reference.shape } };
  }
  const { total, beyondBound, nonFinite, maxAbs } = comparison;
  const equal = total - (beyondBound?.count ?? 0) - nonFinite.unmatched;
  const largest = nonFinite.unmatched > 0 ? Infinity : (maxAbs?.value ?? 0);
  return { ...base, fit: { kind: 'differs', distance: { maxAbs: largest, equal, compared: total, total } } };
}
