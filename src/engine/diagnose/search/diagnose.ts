import { isRight } from '../../compare/verdict.ts';
import type { Call } from '../../core/call.ts';
import { computeReference } from '../../reference/computeReference.ts';
import { compareTensors } from '../../compare/compareTensors.ts';
import { defaultTolerance } from '../../compare/defaultTolerance.ts';
import type { Comparison, Verdict } from '../../compare/comparison.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Steps } from '../../core/steps.ts';
import { profileBounds } from '../../precision/profileBound.ts';
import { isEmulated, type Profile, type ProfileId, profileOf } from '../../precision/profiles.ts';
import { isSameShape, type Shape, shapeText, type Tensor } from '../../core/tensor.ts';
import { withFlippedWeight } from '../model/edits.ts';
import { emulatedRoundingOf } from '../model/emulatedRounding.ts';
import { findMistakes, findPairs, type Match, type MistakeOutcome } from './findMistakes.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { findPrecision } from './findPrecision.ts';
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
  /** Why several matches cannot be told apart; null if there are not several. */
  readonly ambiguity: string | null;
  /** How the wrong shape can arise; null if the shape is the call's. */
  readonly shape: string | null;
  /** The comparison with the reference; null if the shapes differ. */
  readonly comparison: Comparison | null;
}

/**
 * Decides whether an output is correct within the rounding of `own`, its expected precision, and if not, which known
 * mistake reproduces it. `actual` has the call's dtype. Reports no mistake for a correct output, and only mistakes that
 * explain every element.
 */
export function* diagnose(
  call: Call,
  geometry: Geometry,
  actual: Tensor,
  own: Profile = profileOf(call.dtype),
): Steps<Diagnosis> {
  const made = yield* computeReference(call, geometry);
  const { reference } = made;
  const rounding = isEmulated(own.id) ? yield* emulatedRoundingOf(call, own) : undefined;
  const target = { call, geometry, actual, reference, rounding };
  if (!isSameShape(actual.shape, reference.shape)) {
    const places = probePlaces(target);
    const { matches: single, tried } = yield* findMistakes(target, places);
    const triedPairs = single.length === 0;
    const matches = triedPairs ? yield* findPairs(target, places, tried) : single;
    const ambiguity = whyAmbiguous(call, matches);
    return {
      verdict: 'shape-mismatch',
      profile: null,
      own: own.id,
      target,
      matches,
      tried,
      triedPairs,
      ambiguity,
      shape: explainShape(reference.shape, actual.shape, tried),
      comparison: null,
    };
  }
  const comparison = yield* compareTensors(actual, reference, {
    // A NaN is correct if the call makes NaN there.
    tolerance: { ...defaultTolerance(own.output.format), equalNan: true },
    bound: yield* profileBounds(call, geometry, made, own),
    plane: geometry.columns,
    stored: own.output.format,
  });
  // A comparison with a bound never gives "close".
  const verdict = comparison.verdict === 'close' ? 'rounding' : comparison.verdict;
  if (isRight(verdict)) {
    const nothing = { matches: [], tried: [], triedPairs: false, ambiguity: null, shape: null };
    return { verdict, profile: own.id, own: own.id, target, ...nothing, comparison };
  }
  const places = probePlaces(target);
  const { matches: single, tried } = yield* findMistakes(target, places);
  const precision = { own, comparison };
  const { profile, match } = yield* findPrecision(actual, call, geometry, made, precision);
  // A mistake predicts values, a precision only bounds the error: the mistake comes first.
  const found = match === null ? single : [...single, match];
  const triedPairs = found.length === 0;
  const matches = triedPairs ? yield* findPairs(target, places, tried) : found;
  const ambiguity = whyAmbiguous(call, single);
  const said = { matches, tried, triedPairs, ambiguity, shape: null };
  return { verdict, profile, own: own.id, target, ...said, comparison };
}

/**
 * Explains in a sentence how a wrong output shape can arise: lists the mistakes that give this shape, whatever the
 * values.
 */
function explainShape(expected: Shape, actual: Shape, tried: readonly MistakeOutcome[]): string {
  const makers = tried.filter(({ outcome: { kind } }) => kind === 'match' || kind === 'values');
  const both = `The output’s shape is ${shapeText(actual)}, but the call gives ${shapeText(expected)}`;
  const difference = sizesThatDiffer(actual, expected);
  const which = difference === '' ? '' : ` (${difference})`;
  if (makers.length === 0) return `${both}${which}; no known mistake gives this shape.`;
  const causes = makers.map(({ mistake: { id } }) => id).join(', ');
  return `${both}${which}. These mistakes give this shape: ${causes}.`;
}

function sizesThatDiffer(actual: Shape, expected: Shape): string {
  if (actual.length !== expected.length) return `${actual.length} axes instead of ${expected.length}`;
  const names = ['Wo', 'Ho', 'Cout', 'N'];
  return expected
    .flatMap((size, axis) => {
      const name = names[expected.length - 1 - axis] ?? `axis ${axis}`;
      return size === actual[axis] ? [] : [`${name} = ${actual[axis]} instead of ${size}`];
    })
    .join(', ');
}

/** Explains why several matches give the same output for this call; null if there are not several. */
function whyAmbiguous(call: Call, matches: readonly Match[]): string | null {
  if (matches.length < 2) return null;
  const ids = matches.map(({ mistakes }) => mistakes.map(({ id }) => id).join(' + '));
  const reasons: string[] = [];
  const [cin = 0, cout = 0, kH = 0, kW = 0] = call.weight.shape;
  const isSame = (axes: readonly (2 | 3)[]): boolean =>
    withFlippedWeight(call, axes).weight.data.every((value, at) => value === call.weight.data[at]);
  if (isSame([2, 3])) reasons.push('the kernel equals itself rotated by 180°');
  else if (kH === 1 || kW === 1) reasons.push(`the kernel has only one ${kH === 1 ? 'row' : 'column'}`);
  else if (isSame([2]) || isSame([3])) reasons.push('the kernel is symmetric along an axis');
  if (cin === 1 && cout === 1) reasons.push('there is only one channel');
  const why = reasons.length === 0 ? 'they are equivalent for this call’s parameters' : reasons.join(', and ');
  return `${ids.join(', ')} give the same output here because ${why}. Use other tensors or parameters to tell them apart.`;
}
