import type { Call } from '../core/call.ts';
import { runFastReference } from './fastReference.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { workingBytesPhases } from '../kernels/wasm/runPhases.ts';
import { workOf } from '../geometry/work.ts';
import { type Reference, runReference } from './reference.ts';
import type { SpareBuffers } from '../core/spareBuffers.ts';
import { spotCheck } from './spotCheck.ts';
import type { Steps } from '../core/steps.ts';
import type { DType } from '../core/tensor.ts';

/** Multiply-adds up to which the naive loop is done in a millisecond or two. */
const littleWork = 2 ** 19;

/** Bytes that {@link chosenReference} takes beside what it returns. */
export function workingBytesReference(geometry: Geometry, dtype: DType): number {
  return workOf(geometry) > littleWork ? workingBytesPhases(geometry, dtype, 'float64') : 0;
}

/**
 * The reference of a call: by the naive loop itself where that is quick, else by the fast kernels,
 * whose result is compared with the loop's on some elements. Kernels that cannot do it, or that
 * differ in a single bit, leave it to the loop. `fast` is what the tests break.
 */
export function* chosenReference(
  call: Call,
  geometry: Geometry,
  spare?: SpareBuffers,
  fast: typeof runFastReference = runFastReference,
): Steps<Reference> {
  if (workOf(geometry) > littleWork) {
    const made = yield* fast(call, geometry, spare);
    const checked = made === null ? null : spotCheck(call, geometry, made.reference);
    if (made !== null && checked !== null) return { ...made, by: { kind: 'kernels', checked } };
  }
  return yield* runReference(call, geometry);
}
