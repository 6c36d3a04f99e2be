import type { Call } from '../call.ts';
import { chosenReference } from '../chosenReference.ts';
import { compareTensors } from '../compare/compareTensors.ts';
import { defaultTolerance } from '../compare/defaultTolerance.ts';
import type { Comparison, Verdict } from '../comparison.ts';
import type { Geometry } from '../geometry.ts';
import type { Steps } from '../steps.ts';
import { type Float64Tensor, isSameShape, type Tensor } from '../tensor.ts';
import { findMistakes, findPairs, type Match, type Tried } from './findMistakes.ts';
import { findPrecision } from './findPrecision.ts';
import { explainShape } from './explainShape.ts';
import { tellingPlaces } from './tellingPlaces.ts';
import { whyAmbiguous } from './whyAmbiguous.ts';

/** What is to be said of an output that some implementation made of a call. */
export interface Diagnosis {
  readonly verdict: Exclude<Verdict, 'close'> | 'shape-mismatch';
  /** The precision whose rounding explains every element: the call's own where the verdict is exact or rounding. */
  readonly profile: string | null;
  /** The mistakes that reproduce every element, best first; none for a right output, nor for one that nothing known explains. */
  readonly matches: readonly Match[];
  /** What became of each known mistake by itself; none of a right output. */
  readonly tried: readonly Tried[];
  /** Whether pairs of mistakes were tried: where no single one explains the output. */
  readonly triedPairs: boolean;
  /** Why several matches cannot be told apart; null where there is nothing to tell apart. */
  readonly ambiguity: string | null;
  /** How a shape that is not the call's can have come about; null where it is the call's. */
  readonly shape: string | null;
  /** Element by element against the reference; null where the shapes differ. */
  readonly comparison: Comparison | null;
  /** What would have been right. */
  readonly reference: Float64Tensor;
}

/**
 * Says whether an output is right, within rounding, and if not which known mistake reproduces it. `actual` is of
 * the call's dtype. No mistake is claimed of a right output, and none that leaves an element unexplained.
 */
export function* diagnose(call: Call, geometry: Geometry, actual: Tensor): Steps<Diagnosis> {
  const made = yield* chosenReference(call, geometry);
  const { reference } = made;
  const of = { call, geometry, actual, reference };
  if (!isSameShape(actual.shape, reference.shape)) {
    const places = tellingPlaces(of);
    const { matches: single, tried } = yield* findMistakes(of, places);
    const triedPairs = single.length === 0;
    const matches = triedPairs ? yield* findPairs(of, places, tried) : single;
    const ambiguity = whyAmbiguous(call, matches);
    return {
      verdict: 'shape-mismatch',
      profile: null,
      matches,
      tried,
      triedPairs,
      ambiguity,
      shape: explainShape(reference.shape, actual.shape, tried),
      comparison: null,
      reference,
    };
  }
  const { magnitude, summed, termCount } = made;
  const comparison = yield* compareTensors(actual, reference, {
    tolerance: defaultTolerance(call.dtype),
    bound: { kind: 'sums', dtype: call.dtype, magnitude, summed, termCount },
    plane: geometry.columns,
  });
  const { verdict } = comparison;
  // With a bound there is no "close".
  if (verdict === 'exact' || verdict === 'rounding' || verdict === 'close') {
    const right = verdict === 'exact' ? 'exact' : 'rounding';
    const profile = call.dtype;
    const nothing = { matches: [], tried: [], triedPairs: false, ambiguity: null, shape: null };
    return { verdict: right, profile, ...nothing, comparison, reference };
  }
  const places = tellingPlaces(of);
  const { matches: single, tried } = yield* findMistakes(of, places);
  const { profile, match } = yield* findPrecision(actual, call, geometry, made, comparison);
  // A mistake predicts values, a precision but how far they are off: the mistake comes first.
  const found = match === null ? single : [...single, match];
  const triedPairs = found.length === 0;
  const matches = triedPairs ? yield* findPairs(of, places, tried) : found;
  const ambiguity = whyAmbiguous(call, single);
  return { verdict, profile, matches, tried, triedPairs, ambiguity, shape: null, comparison, reference }; // prettier-ignore
}
