import type { Steps } from '../../core/steps.ts';
import type { Float64Tensor, Shape } from '../../core/tensor.ts';
import { isSameShape } from '../../core/tensor.ts';
import type { Diagnosis } from './diagnose.ts';
import { predict, type Prediction } from './evaluate.ts';
import { findPairs, type Match, pairCount, type MistakeOutcome } from './findMistakes.ts';
import { type Hypothesis, noMistake } from '../model/hypothesis.ts';
import { type Distance, isDear, nearestVariant, sampledDistance, variantOf, wholeDistance } from './measure.ts';
import type { Case, Mistake } from '../model/mistake.ts';
import { isPrecision } from '../mistakes/precisionMistakes.ts';
import { sampleAmount, tellingPlaces } from './tellingPlaces.ts';

/** What was computed, if it was: a mistake, a pair of them, or none. */
export interface HypothesisCandidate {
  /** The mistakes' ids, joined by "+"; {@link noMistake} of the call as it is. */
  readonly key: string;
  readonly mistakes: readonly Mistake[];
  /** What in particular, once that is known. */
  readonly detail: string;
  readonly fit: Fit;
}

/** `differs`: how far is not known (null) until somebody asks. */
export type Fit =
  | { readonly kind: 'match'; readonly distance: Distance }
  | { readonly kind: 'differs'; readonly distance: Distance | null }
  | { readonly kind: 'shape'; readonly shape: Shape }
  | { readonly kind: 'illegal' };

/** Everything that may have been computed in place of a call, and how far the output is from it. */
export class Hypotheses {
  readonly #of: Case;
  readonly #places: readonly number[];
  readonly #tried: readonly MistakeOutcome[];
  readonly #dear: (prediction: Prediction) => boolean;
  #sample: readonly number[] | null = null;
  readonly #matches = new Map<string, Match>();
  readonly #candidates = new Map<string, HypothesisCandidate>();
  /** The nearest variant of each mistake that was asked for, by its number: its tensors are made again. */
  readonly #variants = new Map<string, number>();

  /** `dear`: whether all of a prediction is too dear to compute only to be measured. */
  constructor(diagnosis: Diagnosis, dear: (prediction: Prediction) => boolean = isDear) {
    const { of } = diagnosis;
    this.#of = of;
    this.#dear = dear;
    this.#places = tellingPlaces(of);
    this.#tried = diagnosis.tried;
    this.#addMatches(diagnosis.matches);
    if (diagnosis.tried.length > 0) this.#put(asItIs(diagnosis));
    for (const { mistake, outcome } of diagnosis.tried) {
      const one = { key: mistake.id, mistakes: [mistake], detail: '' };
      if (outcome.kind === 'values') this.#put({ ...one, fit: { kind: 'differs', distance: null } });
      else if (outcome.kind === 'shape') this.#put({ ...one, fit: outcome });
      else if (outcome.kind === 'illegal') this.#put({ ...one, fit: { kind: 'illegal' } });
    }
  }

  /** All that apply to the call: first the matches, then the others in the catalogue's order. */
  get candidates(): readonly HypothesisCandidate[] {
    return [...this.#candidates.values()];
  }

  /** How many mistakes would change nothing of the call; a precision has no values to change. */
  get notApplying(): number {
    return this.#tried.filter(({ mistake, outcome }) => outcome.kind === 'none' && !isPrecision(mistake)).length;
  }

  /** How many pairs {@link pairs} would try. */
  get pairCount(): number {
    return pairCount(this.#tried);
  }

  /** Measures one that differs: on a sample where all of it is dear. @throws of an unknown key */
  *measure(key: string): Steps<HypothesisCandidate> {
    const { candidate, hypothesis } = yield* this.#found(key);
    const prediction = hypothesis === null ? null : predict(hypothesis, this.#of.rounding);
    if (prediction === null || candidate.fit.kind !== 'differs') return candidate;
    if (this.#dear(prediction)) {
      this.#sample ??= tellingPlaces(this.#of, sampleAmount);
      const distance = yield* sampledDistance(this.#of, prediction, this.#sample);
      // It does not explain the output: a sample that hides that will not do.
      if (distance.equal < distance.compared) return this.#measured(candidate, distance);
    }
    const { distance } = yield* wholeDistance(this.#of, prediction, this.#places);
    return this.#measured(candidate, distance);
  }

  /** All that one makes; measures it on the way. @throws of an unknown key */
  *explain(key: string): Steps<ExplainedHypothesis> {
    const { candidate, hypothesis, under } = yield* this.#found(key);
    const prediction = hypothesis === null ? null : predict(hypothesis, this.#of.rounding);
    if (prediction === null) return { candidate, hypothesis, under, predicted: null };
    const { distance, predicted } = yield* wholeDistance(this.#of, prediction, this.#places);
    const measured = candidate.fit.kind === 'differs' ? this.#measured(candidate, distance) : candidate;
    return { candidate: measured, hypothesis, under, predicted };
  }

  /** Tries pairs of those that do not explain the output by themselves; what was found comes after the matches. */
  *pairs(): Steps<readonly HypothesisCandidate[]> {
    const found = yield* findPairs(this.#of, this.#places, this.#tried);
    return this.#addMatches(found);
  }

  #put(candidate: HypothesisCandidate): HypothesisCandidate {
    this.#candidates.set(candidate.key, candidate);
    return candidate;
  }

  #addMatches(matches: readonly Match[]): readonly HypothesisCandidate[] {
    const total = this.#of.actual.data.length;
    return matches.flatMap((match) => {
      const { mistakes, detail, maxAbs } = match;
      const key = mistakes.map(({ id }) => id).join('+');
      // A pair may fit in several variants: the first one stands for it.
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
    if (match !== undefined) return { candidate, hypothesis: match.hypothesis, under: match.under ?? null };
    const [mistake] = candidate.mistakes;
    if (mistake === undefined) return { candidate, hypothesis: { detail: '', call: this.#of.call }, under: null };
    let variant = this.#variants.get(key);
    if (variant === undefined) {
      variant = (yield* nearestVariant(this.#of, this.#places, mistake)) ?? 0;
      this.#variants.set(key, variant);
    }
    const hypothesis = variantOf(this.#of, mistake, variant);
    const detailed = this.#put({ ...candidate, detail: hypothesis?.detail ?? '' });
    return { candidate: detailed, hypothesis, under: null };
  }
}

/** One hypothesis with what it makes. */
export interface ExplainedHypothesis {
  readonly candidate: HypothesisCandidate;
  readonly hypothesis: Hypothesis | null;
  /** Of a pair, the first mistake by itself. */
  readonly under: Hypothesis | null;
  /** Null where it is no legal call. */
  readonly predicted: Float64Tensor | null;
}

/** The call as it is, which does not make the output either. */
function asItIs({ of: { actual, reference }, comparison }: Diagnosis): HypothesisCandidate {
  const one = { key: noMistake, mistakes: [], detail: '' };
  if (comparison === null || !isSameShape(actual.shape, reference.shape)) {
    return { ...one, fit: { kind: 'shape', shape: reference.shape } };
  }
  const { total, beyondBound, nonFinite, maxAbs } = comparison;
  const equal = total - (beyondBound?.count ?? 0) - nonFinite.unmatched;
  const largest = nonFinite.unmatched > 0 ? Infinity : (maxAbs?.value ?? 0);
  return { ...one, fit: { kind: 'differs', distance: { maxAbs: largest, equal, compared: total, total } } };
}
