import { diagnose } from '../../../src/engine/diagnose/search/diagnose.ts';
import type { Call } from '../../../src/engine/core/call.ts';
import { type Profile, profileOf } from '../../../src/engine/precision/profiles.ts';
import type { Result } from '../../../src/engine/core/refusal.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { type SmallestCall, smallestCallOf } from '../../../src/scenario/shrink/smallestCall.ts';
import { geometryOf } from '../../engine/geometryOf.ts';

/** Diagnoses an output and makes its call smaller. */
export function smallestOf(
  call: Call,
  actual: Tensor,
  name: string,
  profile: Profile = profileOf(call.dtype),
): Result<SmallestCall> {
  return finish(smallestCallOf(finish(diagnose(call, geometryOf(call), actual, profile)), name));
}
