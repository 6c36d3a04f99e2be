import type { Call } from '../../core/call.ts';
import type { Steps } from '../../core/steps.ts';
import { isSameShape, type Tensor } from '../../core/tensor.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { profileBounds } from '../../precision/profileBound.ts';
import { isEmulated, type Profile } from '../../precision/profiles.ts';
import { computeReference } from '../../reference/computeReference.ts';
import { boundReader } from '../../rounding/bound.ts';
import { catalogue } from '../mistakes/catalogue.ts';
import { emulatedRoundingOf } from '../model/emulatedRounding.ts';
import { mayLookAlike } from './distinctMatches.ts';
import { decidingElements, isStrong } from './evidence.ts';
import { differenceIfExplained } from './explained.ts';
import { isLeftOut, type Match } from './findMistakes.ts';

/**
 * Returns false if a diagnosis of an output cannot be certain of one mistake: too few elements are wrong for the
 * alternatives alone that it counts, which takes no search. `own` is the expected precision; `fitted` values of the output
 * choose the mistake's numbers.
 */
export function* mayBeCertain(
  { mistakes: [mistake, ...others] }: Match,
  call: Call,
  geometry: Geometry,
  actual: Tensor,
  { own, fitted }: { readonly own: Profile; readonly fitted: number },
): Steps<boolean> {
  if (mistake === undefined || others.length > 0 || !isSameShape(actual.shape, geometry.outputShape)) return true;
  const made = yield* computeReference(call, geometry);
  const { reference } = made;
  const allowed = boundReader(yield* profileBounds(call, geometry, made, own));
  const isWrong = (at: number): boolean => {
    const predicted = { value: reference.data[at] as number, bound: allowed(at) };
    return differenceIfExplained(actual.data[at] as number, predicted) === null;
  };
  const deciding = yield* decidingElements(actual, reference, isWrong, fitted);
  const rounding = isEmulated(own.id) ? yield* emulatedRoundingOf(call, own) : undefined;
  const target = { call, geometry, actual, reference, rounding };
  const isThorough = mayLookAlike(target);
  let tested = 1;
  let isFound = false;
  for (const one of catalogue) {
    isFound ||= one === mistake;
    if (isLeftOut(one, isFound, isThorough)) continue;
    tested += one.alternatives?.(target) ?? 0;
    if (!isStrong({ deciding, tested })) return false;
  }
  return true;
}
