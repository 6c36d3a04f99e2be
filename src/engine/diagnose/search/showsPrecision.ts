import type { Steps } from '../../core/steps.ts';
import { roundCall } from '../../precision/emulate.ts';
import type { Tensor } from '../../core/tensor.ts';
import type { Profile } from '../../precision/profiles.ts';
import { areRepresentable } from '../../rounding/roundTo.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { predict } from './evaluate.ts';
import { probePlaces } from './probePlaces.ts';

/**
 * How many times the bound of float32 sums an output of tensor cores may be off: their bound has u = 2⁻²² in place of
 * 2⁻²⁴, and the bias is added after it.
 */
const tensorCoreBounds = 8;

/**
 * Returns true if an output, whose errors are within the bound of a precision, also has the values of that precision: all
 * of them are numbers of its stored format, which has fewer digits than that of the expected precision `own`, or, for
 * TF32, sums of factors that were rounded or cut to TF32. Errors within the bound alone may have any other small cause.
 */
export function* showsPrecision(target: DiagnosisTarget, profile: Profile, own: Profile): Steps<boolean> {
  const { call, actual, reference } = target;
  const { factors, output } = profile;
  if (factors.format !== 'tf32')
    return output.roundoff > own.output.roundoff && areRepresentable(actual.data, output.format);
  const places = probePlaces(target);
  for (const mode of ['nearest', 'truncate'] as const) {
    const rounded = predict({ detail: '', call: yield* roundCall(call, profile, mode) });
    if (rounded === null) continue;
    const isNear = ({ data }: Tensor, at: number): boolean => {
      const { value, bound } = rounded.at(at);
      return !(Math.abs((data[at] as number) - value) > tensorCoreBounds * bound);
    };
    // Factors that TF32 has already give the right output.
    if (places.every((at) => isNear(actual, at)) && !places.every((at) => isNear(reference, at))) return true;
  }
  return false;
}
