import { assertNever } from '../../core/assertNever.ts';
import { isRight } from '../../compare/verdict.ts';
import type { Call } from '../../core/call.ts';
import { compareTensors } from '../../compare/compareTensors.ts';
import { defaultTolerance } from '../../compare/defaultTolerance.ts';
import type { Comparison, Verdict } from '../../compare/comparison.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Steps } from '../../core/steps.ts';
import { profileBounds } from '../../precision/profileBound.ts';
import { type Profile, type ProfileId, profileOf } from '../../precision/profiles.ts';
import { isSameShape, type Tensor } from '../../core/tensor.ts';
import { whyAmbiguous } from './ambiguity.ts';
import { type Confidence, confidenceIn, decidingElements, type Evidence, whyOnlyPossible } from './evidence.ts';
import { distinctMatches, mayLookAlike } from './distinctMatches.ts';
import { doubtInFormat, doubtOf, type Errors, errorsOf } from './doubtOf.ts';
import { diagnosedTarget, wrongIn } from './diagnosedTarget.ts';
import { widenedFrom } from './widenedFrom.ts';
import { explainShape } from './explainShape.ts';
import { findMistakes, findPairs, type Match, type MistakeOutcome } from './findMistakes.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { withoutLayout } from './withoutLayout.ts';
import { findPrecision } from './findPrecision.ts';
import { showsPrecision } from './showsPrecision.ts';
import { channelRelations } from '../where/channelRelations.ts';
import { unrelatedValues } from '../where/unrelatedValues.ts';
import { wrongElements } from '../where/wrongElements.ts';
import { type ErrorPlaces, whereWrong } from '../where/whereWrong.ts';
import { probePlaces } from './probePlaces.ts';

/** The diagnosis of an output that some implementation computed for a call. */
export interface Diagnosis {
  readonly verdict: Exclude<Verdict, 'close'> | 'shape-mismatch';
  /** The precision whose rounding explains every element; the expected one if the verdict is exact or rounding. */
  readonly profile: ProfileId | null;
  /** The expected precision, from which the comparison's bound comes. */
  readonly own: ProfileId;
  /** The diagnosed output, with its call and the correct output. */
  readonly target: DiagnosisTarget;
  /**
   * The mistakes that reproduce every element, best first; empty if the output is correct or no known mistake explains
   * it.
   */
  readonly matches: readonly Match[];
  /** The outcome of each known mistake on its own; empty if the output is correct. */
  readonly tried: readonly MistakeOutcome[];
  /** True if pairs of mistakes were tried because no single one explains the output. */
  readonly triedPairs: boolean;
  /** How sure the diagnosis is of the first match, and what speaks for it; null without a match. */
  readonly confidence: Confidence | null;
  readonly evidence: Evidence | null;
  /** Why the first match is not certain; null if it is certain, or without a match. */
  readonly ambiguity: string | null;
  /** How the shape differs from the call's; null if it does not. */
  readonly shape: string | null;
  /** Where the wrong elements are; null if the output is correct or has another shape. */
  readonly where: ErrorPlaces | null;
  /** The comparison with the reference; null if the shapes differ. */
  readonly comparison: Comparison | null;
}

/**
 * Decides whether an output is correct within the rounding of `own`, its expected precision, and if not, which known
 * mistake reproduces it. `actual` has the call's dtype. Reports no mistake for a correct output, and only mistakes that
 * explain every element. If the output has numbers of a narrower format only, and nothing explains it, mistakes are looked for
 * within the rounding of that format.
 */
export function* diagnose(
  call: Call,
  geometry: Geometry,
  actual: Tensor,
  own: Profile = profileOf(call.dtype),
): Steps<Diagnosis> {
  const found = yield* diagnoseWithin(call, geometry, actual, own);
  const isOpen = found.matches.length === 0 && !isRight(found.verdict) && found.profile === null;
  const format = isOpen ? widenedFrom(found.target) : null;
  if (format === null) return found;
  const half = yield* diagnoseWithin(call, geometry, actual, profileOf(format));
  const [best] = half.matches;
  if (best === undefined || isRight(half.verdict)) return found;
  const { verdict, comparison, profile } = found;
  const doubt = half.confidence === 'certain' ? doubtInFormat(best, format) : null;
  const judgement = doubt === null ? {} : ({ confidence: 'possible', ambiguity: doubt } as const);
  const matches = half.matches.map((match) => ({
    ...match,
    detail: [match.detail, `in ${format}`].filter(Boolean).join(', '),
  }));
  return { ...half, ...judgement, matches, verdict, comparison, profile, own: own.id };
}

/** Diagnoses an output within the rounding of one precision. */
function* diagnoseWithin(call: Call, geometry: Geometry, actual: Tensor, own: Profile): Steps<Diagnosis> {
  const { made, target } = yield* diagnosedTarget(call, geometry, actual, own);
  const { reference } = target;
  const { roundoff } = own.output;
  if (!isSameShape(actual.shape, reference.shape)) {
    const found = yield* search(target, probePlaces(target), null);
    const deciding = yield* decidingElements({ actual, reference: null, roundoff }, () => true, fittedTo(found));
    return {
      verdict: 'shape-mismatch',
      profile: null,
      own: own.id,
      target,
      ...found,
      ...(yield* judged(target, found.matches, { deciding, tested: found.tested }, () => null)),
      shape: explainShape(reference.shape, actual.shape, found),
      where: null,
      comparison: null,
    };
  }
  const bound = yield* profileBounds(call, geometry, made, own);
  const comparison = yield* compareTensors(actual, reference, {
    // A NaN is correct if the call makes NaN there.
    tolerance: { ...defaultTolerance(own.output.format), equalNan: true },
    bound,
    plane: geometry.columns,
    stored: own.output.format,
  });
  // A comparison with a bound never gives "close".
  const verdict = comparison.verdict === 'close' ? 'rounding' : comparison.verdict;
  const { profile, match } = isRight(verdict)
    ? { profile: own.id, match: null }
    : yield* findPrecision(actual, call, geometry, made, { own, comparison });
  // A correct output, or one with overflows of the expected precision.
  if (profile === own.id) {
    const nothing = { matches: [], tried: [], triedPairs: false, confidence: null, evidence: null, ambiguity: null };
    return { verdict, profile, own: own.id, target, ...nothing, shape: null, where: null, comparison };
  }
  const isShown = profile !== null && match !== null && (yield* showsPrecision(target, profileOf(profile), own));
  const precision = match === null ? null : { match, isShown };
  const found = yield* search(target, probePlaces(target), precision);
  const isWrong = wrongIn(target, bound);
  const deciding = yield* decidingElements({ actual, reference, roundoff }, isWrong, fittedTo(found));
  const judgement =
    !isShown && match !== null && found.matches.includes(match)
      ? boundedOnly(match, { deciding, tested: found.tested })
      : yield* judged(target, found.matches, { deciding, tested: found.tested }, () => errorsOf(target, bound));
  const where = yield* placesOf(target, isWrong, found.matches.length > 0);
  return { verdict, profile, own: own.id, target, ...found, ...judgement, shape: null, where, comparison };
}

/** Says where an output is wrong; without a known cause also how its wrong channels are related to the input. */
function* placesOf(target: DiagnosisTarget, isWrong: (at: number) => boolean, isNamed: boolean): Steps<ErrorPlaces> {
  const found = yield* whereWrong(target.geometry, isWrong);
  const elements = wrongElements(target, isWrong);
  // What a few elements have in common by chance says less than the elements.
  const isListed = elements.some(({ kind }) => kind === 'elements');
  const patterns = found.findings.filter(({ kind }) => !isListed || kind !== 'tiles');
  const places = { ...found, findings: [...patterns, ...elements] };
  if (isNamed) return places;
  const relations = yield* channelRelations(target, isWrong);
  const values = relations.length > 0 || places.wrong === places.total ? null : unrelatedValues(target, isWrong);
  return { ...places, findings: [...places.findings, ...relations, ...(values === null ? [] : [values])] };
}

type Found = Pick<Diagnosis, 'matches' | 'tried' | 'triedPairs'> & { readonly tested: number };

/** A precision within whose bound all errors are. `isShown` is true if the values are those of the precision as well. */
interface BoundingPrecision {
  readonly match: Match;
  readonly isShown: boolean;
}

/** Tries each mistake and, if neither a mistake nor the rounding of `precision` explains the output, their pairs. */
function* search(
  target: DiagnosisTarget,
  places: readonly number[],
  precision: BoundingPrecision | null,
): Steps<Found> {
  const undone = withoutLayout(target);
  const before = undone && (yield* search(undone.target, probePlaces(undone.target), null));
  if (undone !== null && before !== null && before.matches.length > 0)
    return { ...before, matches: before.matches.map(undone.redo) };
  const { matches: all, tried, ...own } = yield* findMistakes(target, places, mayLookAlike(target));
  const matches = yield* distinctMatches(target, all);
  const tested = own.tested + (before?.tested ?? 0);
  // A mistake predicts values, a precision only bounds the error: the mistake comes first.
  const isDecided = matches.some(({ mistakes }) => mistakes.some(({ decidesPrecision }) => decidesPrecision === true));
  const found = precision?.isShown === true && !isDecided ? [...matches, precision.match] : matches;
  if (found.length > 0) return { matches: found, tried, triedPairs: false, tested };
  const pairs = yield* findPairs(target, places, tried);
  const bounding = pairs.matches.length > 0 || precision === null ? [] : [precision.match];
  return { matches: [...pairs.matches, ...bounding], tried, triedPairs: true, tested: tested + pairs.tested };
}

/** Says that a precision is possible, because nothing but the size of the errors speaks for it. */
function boundedOnly({ detail }: Match, evidence: Evidence): Pick<Diagnosis, 'confidence' | 'evidence' | 'ambiguity'> {
  const ambiguity = `Every error is within the bound of ${detail}, but the values are not those of that precision. Something else may cause errors of this size.`;
  return { confidence: 'possible', evidence, ambiguity };
}

/** Returns the number of values of the output that chose the first match. */
const fittedTo = ({ matches: [best] }: Found): number => best?.hypothesis.fitted ?? 0;

/** Returns how sure the diagnosis is of its first match, and why it is not certain. `errors` gives null for another shape. */
function* judged(
  target: DiagnosisTarget,
  matches: readonly Match[],
  evidence: Evidence,
  errors: () => Errors | null,
): Steps<Pick<Diagnosis, 'confidence' | 'evidence' | 'ambiguity'>> {
  const confidence = confidenceIn(matches.length, evidence);
  const [best] = matches;
  const doubt = confidence === 'certain' && best !== undefined ? doubtOf(target, best, errors()) : null;
  if (doubt !== null) return { confidence: 'possible', evidence, ambiguity: doubt };
  switch (confidence) {
    case null:
      return { confidence, evidence: null, ambiguity: null };
    case 'certain':
      return { confidence, evidence, ambiguity: null };
    case 'possible':
      return { confidence, evidence, ambiguity: whyOnlyPossible(evidence) };
    case 'ambiguous':
      return { confidence, evidence, ambiguity: yield* whyAmbiguous(target, matches) };
    default:
      return assertNever(confidence, 'confidence');
  }
}
