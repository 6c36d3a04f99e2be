import type { Call } from './call.ts';
import type { Geometry } from './geometry.ts';
import { runPhases } from './kernels/wasm/runPhases.ts';
import { type Reference, termCounts } from './reference.ts';
import type { Steps } from './steps.ts';
import type { Tensor } from './tensor.ts';

/**
 * The reference by the WebAssembly kernels in float64, with the bits of the naive scatter loop: an
 * output element has at most one term for each input element, and the kernels take them in the same
 * order (ci, iy, ix), starting at the bias. So do the magnitudes, in a run of their own.
 *
 * null where the kernels do not serve the call (see runPhases): then the naive loop has to.
 */
export function* runFastReference(call: Call, geometry: Geometry): Steps<Reference | null> {
  const how = { dtype: 'float64', biasFirst: true } as const;
  const stage = 'Reference, float64';
  const reference = yield* runPhases(call, geometry, { ...how, magnitude: false, stage });
  if (reference?.dtype !== 'float64') return null;
  const sums = 'Magnitudes, float64';
  const magnitude: Tensor | null = yield* runPhases(call, geometry, {
    ...how,
    magnitude: true,
    stage: sums,
  });
  if (magnitude?.dtype !== 'float64') return null;
  return { reference, magnitude: magnitude.data, termCount: termCounts(geometry) };
}
