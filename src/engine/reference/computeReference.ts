import type { Call } from '../core/call.ts';
import { runFastReference } from './fastReference.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { workingBytesPhases } from '../kernels/wasm/runPhases.ts';
import { usefulMultiplyAdds } from '../geometry/multiplyAdds.ts';
import { type Reference, runNaiveReference } from './reference.ts';
import type { SpareBuffers } from '../core/spareBuffers.ts';
import { spotCheck } from './spotCheck.ts';
import type { Steps } from '../core/steps.ts';
import type { DType } from '../core/tensor.ts';

/** Up to this number of multiply-adds, the naive loop takes only a millisecond or two. */
const littleWork = 2 ** 19;

/** Returns the bytes that {@link computeReference} needs while it runs, in addition to its result. */
export function workingBytesReference(geometry: Geometry, dtype: DType): number {
  return usefulMultiplyAdds(geometry) > littleWork ? workingBytesPhases(geometry, dtype, 'float64') : 0;
}

/**
 * Computes the reference of a call. A small call is computed by the naive loop. A larger one is computed by the
 * WebAssembly kernels, and some elements of the result are compared with those of the loop. If the kernels do not
 * support the call, or if an element differs in a single bit, the loop computes everything. Tests pass a
 * `fastReference` that fails.
 */
export function* computeReference(
  call: Call,
  geometry: Geometry,
  spare?: SpareBuffers,
  fastReference: typeof runFastReference = runFastReference,
): Steps<Reference> {
  if (usefulMultiplyAdds(geometry) > littleWork) {
    const computed = yield* fastReference(call, geometry, spare);
    const checked = computed === null ? null : spotCheck(call, geometry, computed.reference);
    if (computed !== null && checked !== null) return { ...computed, by: { kind: 'kernels', checked } };
  }
  return yield* runNaiveReference(call, geometry);
}
