import type { Call } from '../../core/call.ts';
import type { Steps } from '../../core/steps.ts';
import { isSameShape, type Tensor } from '../../core/tensor.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { profileBounds } from '../../precision/profileBound.ts';
import type { Profile } from '../../precision/profiles.ts';
import { catalogue } from '../mistakes/catalogue.ts';
import { diagnosedTarget, wrongIn } from './diagnosedTarget.ts';
import { mayLookAlike } from './distinctMatches.ts';
import { decidingElements, isStrong } from './evidence.ts';
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
  const { made, target } = yield* diagnosedTarget(call, geometry, actual, own);
  const isWrong = wrongIn(target, yield* profileBounds(call, geometry, made, own));
  const deciding = yield* decidingElements(
    { actual, reference: target.reference, roundoff: own.output.roundoff },
    isWrong,
    fitted,
  );
  const isThorough = mayLookAlike(target);
  let tested = 1;
  const found: Pick<Match, 'mistakes'>[] = [];
  for (const one of catalogue) {
    if (!isLeftOut(one, found, isThorough)) tested += one.alternatives?.(target) ?? 0;
    if (one === mistake) found.push({ mistakes: [one] });
    if (!isStrong({ deciding, tested })) return false;
  }
  return true;
}
