import { compareTensors } from '../../compare/compareTensors.ts';
import type { Comparison } from '../../compare/comparison.ts';
import { defaultTolerance } from '../../compare/defaultTolerance.ts';
import { isRight } from '../../compare/verdict.ts';
import { assertNever } from '../../core/assertNever.ts';
import type { Steps } from '../../core/steps.ts';
import { type Float64Tensor, isSameShape, type Tensor } from '../../core/tensor.ts';
import type { Diagnosis } from '../../diagnose/search/diagnose.ts';
import {
  type Confidence,
  confidenceIn,
  decidingElements,
  type Evidence,
  whyOnlyPossible,
} from '../../diagnose/search/evidence.ts';
import { differenceIfExplained } from '../../diagnose/search/explained.ts';
import { probePlaces } from '../../diagnose/search/probePlaces.ts';
import { type ErrorPlaces, whereWrong } from '../../diagnose/where/whereWrong.ts';
import { type Profile, type ProfileId, profileOf } from '../../precision/profiles.ts';
import type { GradientTarget } from '../mistakes/gradientMistake.ts';
import { fullGradientShape, type GradientCall, gradientShape } from '../sums/gradientCall.ts';
import { rightPlan, sumsOf } from '../sums/gradientPlan.ts';
import { gradientRoundingOf } from '../sums/gradientRounding.ts';
import { wholeSums } from '../sums/planeSums.ts';
import { findGradientMistakes, type FoundGradientMistakes, type KnownPlan } from './findGradientMistakes.ts';
import { findGradientPrecision } from './findGradientPrecision.ts';
import { whyGradientAmbiguous } from './gradientAmbiguity.ts';
import type { GradientMatch } from './gradientMatch.ts';

/** The diagnosis of a gradient that some implementation computed. Its fields are those of a {@link Diagnosis}. */
export interface GradientDiagnosis extends Pick<
  Diagnosis,
  'verdict' | 'profile' | 'own' | 'triedPairs' | 'evidence' | 'confidence'
> {
  readonly target: GradientTarget;
  readonly matches: readonly GradientMatch[];
  readonly ambiguity: string | null;
  /** Titles of the mistakes that give a gradient of this shape, but other values; empty for the right shape. */
  readonly shapeCauses: readonly string[];
  readonly where: ErrorPlaces | null;
  readonly comparison: Comparison | null;
}

/**
 * Decides whether a gradient is correct within the rounding of `own`, its expected precision, and if not, which known
 * mistake reproduces it. `actual` has the call's dtype. Reports no mistake for a correct gradient, and only mistakes that
 * explain every element.
 */
export function* diagnoseGradient(
  call: GradientCall,
  actual: Tensor,
  own: Profile = profileOf(call.dtype),
): Steps<GradientDiagnosis> {
  const plan = rightPlan(call);
  const shape = gradientShape(call);
  const read = yield* wholeSums(sumsOf(plan));
  const known: KnownPlan = { plan, read };
  const rounding = yield* gradientRoundingOf(plan, own);
  const reference = yield* referenceOf(shape, read);
  const target: GradientTarget = { call, actual, reference, right: read, rounding };
  const base = { own: own.id, target } as const;
  if (!isSameShape(actual.shape, shape)) {
    const found = yield* findGradientMistakes(target, probePlaces(target), known);
    const deciding = yield* decidingElements(
      { actual, reference: null, roundoff: own.output.roundoff },
      () => true,
      fittedTo(found),
    );
    return {
      ...base,
      ...(yield* judged(target, found, deciding)),
      verdict: 'shape-mismatch',
      profile: null,
      shapeCauses: found.matches.length > 0 ? [] : found.ofThisShape,
      where: null,
      comparison: null,
    };
  }
  const bounds = Float64Array.from({ length: actual.data.length }, (_, at) => rounding.bound(read(at)));
  const comparison = yield* compareTensors(actual, reference, {
    tolerance: { ...defaultTolerance(own.output.format), equalNan: true },
    bound: { kind: 'own', values: bounds },
    stored: own.output.format,
  });
  // A comparison with a bound never gives "close".
  const verdict = comparison.verdict === 'close' ? 'rounding' : comparison.verdict;
  const precision: { readonly profile: ProfileId | null; readonly match: GradientMatch | null } = isRight(verdict)
    ? { profile: own.id, match: null }
    : yield* findGradientPrecision(actual, known, { own, comparison });
  const { profile } = precision;
  if (profile === own.id) {
    const nothing = {
      matches: [],
      triedPairs: false,
      confidence: null,
      evidence: null,
      ambiguity: null,
      shapeCauses: [],
    };
    return { ...base, ...nothing, verdict, profile, where: null, comparison };
  }
  const mistakes = yield* findGradientMistakes(target, probePlaces(target), known);
  // A mistake predicts values, a precision only bounds the error: the mistake comes first.
  const found = { ...mistakes, matches: [...mistakes.matches, ...(precision.match === null ? [] : [precision.match])] };
  const isWrong = (at: number): boolean => {
    const predicted = { value: reference.data[at] as number, bound: bounds[at] as number };
    return differenceIfExplained(actual.data[at] as number, predicted) === null;
  };
  const deciding = yield* decidingElements(
    { actual, reference, roundoff: own.output.roundoff },
    isWrong,
    fittedTo(found),
  );
  const judgement = yield* judged(target, found, deciding);
  const where = yield* whereWrong(planesOf(call), isWrong);
  return { ...base, ...judgement, verdict, profile, shapeCauses: [], where, comparison };
}

function* referenceOf(shape: Float64Tensor['shape'], read: KnownPlan['read']): Steps<Float64Tensor> {
  const data = new Float64Array(shape.reduce((product, size) => product * size, 1));
  for (let at = 0; at < data.length; at++) {
    if (at % 2 ** 14 === 0) yield { stage: 'Reference', done: at, total: data.length };
    data[at] = read(at).value;
  }
  return { dtype: 'float64', shape, data };
}

/** Returns the number of values of the gradient that chose the first match. */
const fittedTo = ({ matches: [best] }: Pick<FoundGradientMistakes, 'matches'>): number => best?.hypothesis.fitted ?? 0;

/** Returns the matches, how sure the diagnosis is of the first, and why it is not certain. */
function* judged(
  target: GradientTarget,
  { matches, tested, triedPairs }: FoundGradientMistakes,
  deciding: number,
): Steps<Pick<GradientDiagnosis, 'matches' | 'triedPairs' | 'confidence' | 'evidence' | 'ambiguity'>> {
  const evidence: Evidence = { deciding, tested };
  const confidence: Confidence | null = confidenceIn(matches.length, evidence);
  const found = { matches, triedPairs, confidence };
  switch (confidence) {
    case null:
      return { ...found, evidence: null, ambiguity: null };
    case 'certain':
      return { ...found, evidence, ambiguity: null };
    case 'possible':
      return { ...found, evidence, ambiguity: whyOnlyPossible(evidence) };
    case 'ambiguous':
      return { ...found, evidence, ambiguity: yield* whyGradientAmbiguous(target, matches) };
    default:
      return assertNever(confidence, 'confidence');
  }
}

/** Returns the sizes of a gradient's planes as those of an output: (Cin, Cout/groups, kH, kW) has Cin "images". */
function planesOf(call: GradientCall): Parameters<typeof whereWrong>[0] {
  const full = fullGradientShape(call);
  const [n, cout, rows, columns] = call.of === 'bias' ? [1, full[0], 1, 1] : full;
  const { groups } = call.geometry.params;
  return {
    n: n,
    cout: cout as number,
    columns: rows * columns,
    h: { outputSize: rows },
    w: { outputSize: columns },
    params: { groups: call.of === 'weight' ? 1 : groups, stride: [1, 1] },
  };
}
