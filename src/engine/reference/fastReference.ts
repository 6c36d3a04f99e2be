import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { runPhases } from '../kernels/wasm/runPhases.ts';
import { type Reference, termCounts } from './reference.ts';
import type { SpareBuffers } from '../core/spareBuffers.ts';
import type { Steps } from '../core/steps.ts';
import type { DType, Float64Tensor, Tensor } from '../core/tensor.ts';

/**
 * Computes the reference with the WebAssembly kernels in float64. The result is bit-identical to that of the naive
 * scatter loop: an output element has at most one term for each input element, and the kernels add the terms in the
 * same order (ci, iy, ix), starting with the bias. For a float32 call, the magnitudes are summed in float32, which is
 * twice as fast; the rounding bound allows for it.
 *
 * Returns null if the kernels do not support the call (see runPhases.ts). Then the naive loop has to compute the
 * reference.
 */
export function* runFastReference(call: Call, geometry: Geometry, spare?: SpareBuffers): Steps<Reference | null> {
  const run = { dtype: 'float64', biasFirst: true, magnitude: false } as const;
  const stage = 'Reference, float64';
  const recycled = spare?.take('float64', geometry.outputShape);
  const reference: Tensor | null = yield* runPhases(call, geometry, { ...run, stage, recycled });
  if (reference?.dtype !== 'float64') return null;
  const termCount = termCounts(geometry);
  const seen = { zero: false };
  const fastMagnitudes = yield* magnitudes(call, geometry, call.dtype, spare, seen);
  if (fastMagnitudes === null) return null;
  const finalMagnitudes =
    fastMagnitudes.dtype === 'float32' && seen.zero && vanishes(fastMagnitudes.data, termCount)
      ? yield* magnitudes(call, geometry, 'float64', spare)
      : fastMagnitudes;
  return finalMagnitudes === null ? null : referenceOf(reference, finalMagnitudes, termCount);
}

function magnitudes(
  call: Call,
  geometry: Geometry,
  dtype: DType,
  spare: SpareBuffers | undefined,
  seen?: { zero: boolean },
): Steps<Tensor | null> {
  const recycled = spare?.take(dtype, geometry.outputShape);
  const run = { dtype, biasFirst: true, magnitude: true, stage: 'Rounding bound', recycled, seen };
  return runPhases(call, geometry, run);
}

function referenceOf(reference: Float64Tensor, magnitude: Tensor, termCount: Uint32Array<ArrayBuffer>): Reference {
  const { data, dtype: summed } = magnitude;
  return { reference, magnitude: data, summed, termCount, by: { kind: 'kernels', checked: 0 } };
}

/**
 * Returns true if a sum that has terms is 0. Either all of its products are 0, or they are so small that they became 0
 * in float32 but would not in float64.
 */
function vanishes(sums: Float32Array, termCount: Uint32Array): boolean {
  for (let from = 0; from < sums.length; from += termCount.length) {
    for (let j = 0; j < termCount.length; j++) {
      if (sums[from + j] === 0 && termCount[j] !== 0) return true;
    }
  }
  return false;
}
