import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { runPhases } from '../kernels/wasm/runPhases.ts';
import { type Reference, termCounts } from './reference.ts';
import type { SpareBuffers } from '../core/spareBuffers.ts';
import type { Steps } from '../core/steps.ts';
import type { DType, Float64Tensor, Tensor } from '../core/tensor.ts';

/**
 * The reference by the WebAssembly kernels in float64, with the bits of the naive scatter loop: an
 * output element has at most one term for each input element, and the kernels take them in the same
 * order (ci, iy, ix), starting at the bias. The magnitudes of a float32 call are summed in float32,
 * which is twice as fast and which the rounding bound accounts for.
 *
 * null where the kernels do not serve the call (see runPhases): then the naive loop has to.
 */
export function* runFastReference(call: Call, geometry: Geometry, spare?: SpareBuffers): Steps<Reference | null> {
  const how = { dtype: 'float64', biasFirst: true, magnitude: false } as const;
  const stage = 'Reference, float64';
  const recycled = spare?.take('float64', geometry.outputShape);
  const reference: Tensor | null = yield* runPhases(call, geometry, { ...how, stage, recycled });
  if (reference?.dtype !== 'float64') return null;
  const termCount = termCounts(geometry);
  const seen = { zero: false };
  const quick = yield* magnitudes(call, geometry, call.dtype, spare, seen);
  if (quick === null) return null;
  const sums =
    quick.dtype === 'float32' && seen.zero && vanishes(quick.data, termCount)
      ? yield* magnitudes(call, geometry, 'float64', spare)
      : quick;
  return sums === null ? null : referenceOf(reference, sums, termCount);
}

function magnitudes(
  call: Call,
  geometry: Geometry,
  dtype: DType,
  spare: SpareBuffers | undefined,
  seen?: { zero: boolean },
): Steps<Tensor | null> {
  const recycled = spare?.take(dtype, geometry.outputShape);
  const how = { dtype, biasFirst: true, magnitude: true, stage: 'Rounding bound', recycled, seen };
  return runPhases(call, geometry, how);
}

function referenceOf(reference: Float64Tensor, magnitude: Tensor, termCount: Uint32Array<ArrayBuffer>): Reference {
  const { data, dtype: summed } = magnitude;
  return { reference, magnitude: data, summed, termCount, by: { kind: 'kernels', checked: 0 } };
}

/** Whether a sum is 0 that has terms: all zeros, or so small that they vanished in float32 and would not in float64. */
function vanishes(sums: Float32Array, termCount: Uint32Array): boolean {
  for (let from = 0; from < sums.length; from += termCount.length) {
    for (let j = 0; j < termCount.length; j++) {
      if (sums[from + j] === 0 && termCount[j] !== 0) return true;
    }
  }
  return false;
}
