import type { Call } from '../../core/call.ts';
import { chosenReference } from '../../reference/chosenReference.ts';
import { compareTensors } from '../../compare/compareTensors.ts';
import { defaultTolerance } from '../../compare/defaultTolerance.ts';
import type { Comparison, Verdict } from '../../compare/comparison.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Steps } from '../../core/steps.ts';
import { profileBounds } from '../../precision/profileBound.ts';
import { isEmulated, type Profile, type ProfileId, profileOf } from '../../precision/profiles.ts';
import { isSameShape, type Tensor } from '../../core/tensor.ts';
import { emulatedRoundingOf } from '../model/emulatedRounding.ts';
import { findMistakes, findPairs, type Match, type MistakeOutcome } from './findMistakes.ts';
import type { Case } from '../model/mistake.ts';
import { findPrecision } from './findPrecision.ts';
import { explainShape } from './explainShape.ts';
import { tellingPlaces } from './tellingPlaces.ts';
import { whyAmbiguous } from './whyAmbiguous.ts';

/** What is to be said of an output that some implementation made of a call. */
export interface Diagnosis {
  readonly verdict: Exclude<Verdict, 'close'> | 'shape-mismatch';
  /** The precision whose rounding explains every element: the expected one where the verdict is exact or rounding. */
  readonly profile: ProfileId | null;
  /** The precision that was expected: the comparison's bound is its. */
  readonly own: ProfileId;
  /** What was diagnosed, with what would have been right. */
  readonly of: Case;
  /** The mistakes that reproduce every element, best first; none for a right output, nor for one that nothing known explains. */
  readonly matches: readonly Match[];
  /** What became of each known mistake by itself; none of a right output. */
  readonly tried: readonly MistakeOutcome[];
  /** Whether pairs of mistakes were tried: where no single one explains the output. */
  readonly triedPairs: boolean;
  /** Why several matches cannot be told apart; null where there is nothing to tell apart. */
  readonly ambiguity: string | null;
  /** How a shape that is not the call's can have come about; null where it is the call's. */
  readonly shape: string | null;
  /** Element by element against the reference; null where the shapes differ. */
  readonly comparison: Comparison | null;
}

/**
 * Says whether an output is right, within the rounding of `own`, the precision it should be of, and if not which
 * known mistake reproduces it. `actual` is of the call's dtype. No mistake is claimed of a right output, and none
 * that leaves an element unexplained.
 */
export function* diagnose(
  call: Call,
  geometry: Geometry,
  actual: Tensor,
  own: Profile = profileOf(call.dtype),
): Steps<Diagnosis> {
  const made = yield* chosenReference(call, geometry);
  const { reference } = made;
  const rounding = isEmulated(own.id) ? yield* emulatedRoundingOf(call, own) : undefined;
  const of = { call, geometry, actual, reference, rounding };
  if (!isSameShape(actual.shape, reference.shape)) {
    const places = tellingPlaces(of);
    const { matches: single, tried } = yield* findMistakes(of, places);
    const triedPairs = single.length === 0;
    const matches = triedPairs ? yield* findPairs(of, places, tried) : single;
    const ambiguity = whyAmbiguous(call, matches);
    return {
      verdict: 'shape-mismatch',
      profile: null,
      own: own.id,
      of,
      matches,
      tried,
      triedPairs,
      ambiguity,
      shape: explainShape(reference.shape, actual.shape, tried),
      comparison: null,
    };
  }
  const comparison = yield* compareTensors(actual, reference, {
    // NaN where the call makes NaN is right.
    tolerance: { ...defaultTolerance(own.output.format), equalNan: true },
    bound: yield* profileBounds(call, geometry, made, own),
    plane: geometry.columns,
    stored: own.output.format,
  });
  const { verdict } = comparison;
  // With a bound there is no "close".
  if (verdict === 'exact' || verdict === 'rounding' || verdict === 'close') {
    const right = verdict === 'exact' ? 'exact' : 'rounding';
    const nothing = { matches: [], tried: [], triedPairs: false, ambiguity: null, shape: null };
    return { verdict: right, profile: own.id, own: own.id, of, ...nothing, comparison };
  }
  const places = tellingPlaces(of);
  const { matches: single, tried } = yield* findMistakes(of, places);
  const precision = { own, comparison };
  const { profile, match } = yield* findPrecision(actual, call, geometry, made, precision);
  // A mistake predicts values, a precision but how far they are off: the mistake comes first.
  const found = match === null ? single : [...single, match];
  const triedPairs = found.length === 0;
  const matches = triedPairs ? yield* findPairs(of, places, tried) : found;
  const ambiguity = whyAmbiguous(call, single);
  const said = { matches, tried, triedPairs, ambiguity, shape: null };
  return { verdict, profile, own: own.id, of, ...said, comparison };
}
