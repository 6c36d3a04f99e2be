import type { TransposedConvolution } from '../../../src/engine/certificates/transposedConvolution.ts';
import type { Call } from '../../../src/engine/core/call.ts';
import { runNaiveReference } from '../../../src/engine/reference/reference.ts';

/** Runs the naive loop on a call that was tampered with. */
export function brokenBy(change: (call: Call) => Call): TransposedConvolution {
  return function* (call, geometry) {
    return (yield* runNaiveReference(change(call), geometry)).reference;
  };
}

/** Multiplies the element `at` of the weight by `factor`. */
export function withWeightScaled(at: number, factor: number): (call: Call) => Call {
  return (call) => {
    const data = Float64Array.from(call.weight.data);
    data[at] = (data[at] as number) * factor;
    return { ...call, weight: { dtype: 'float64', shape: call.weight.shape, data } };
  };
}
