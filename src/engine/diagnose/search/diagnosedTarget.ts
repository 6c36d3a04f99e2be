import type { Call } from '../../core/call.ts';
import type { Steps } from '../../core/steps.ts';
import type { Tensor } from '../../core/tensor.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { isEmulated, type Profile } from '../../precision/profiles.ts';
import { computeReference } from '../../reference/computeReference.ts';
import type { Reference } from '../../reference/reference.ts';
import { boundReader, type RoundingBound } from '../../rounding/bound.ts';
import { emulatedRoundingOf } from '../model/emulatedRounding.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { differenceIfExplained } from './explained.ts';

/** An output to diagnose, and how the right output was made. */
interface PreparedTarget {
  readonly made: Reference;
  readonly target: DiagnosisTarget;
}

/** Computes what an output is diagnosed with: the right output, and the rounding of `own` if that is emulated. */
export function* diagnosedTarget(call: Call, geometry: Geometry, actual: Tensor, own: Profile): Steps<PreparedTarget> {
  const made = yield* computeReference(call, geometry);
  const rounding = isEmulated(own.id) ? yield* emulatedRoundingOf(call, own) : undefined;
  return { made, target: { call, geometry, actual, reference: made.reference, rounding } };
}

/**
 * Returns a function that says whether rounding within `bound`, or within so many `times` of it, does not explain the
 * element at a flat index.
 */
export function wrongIn(
  { actual, reference }: DiagnosisTarget,
  bound: RoundingBound,
  times = 1,
): (at: number) => boolean {
  const allowed = boundReader(bound);
  return (at) => {
    const predicted = { value: reference.data[at] as number, bound: times * allowed(at) };
    return differenceIfExplained(actual.data[at] as number, predicted) === null;
  };
}
