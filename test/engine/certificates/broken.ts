import type { Transposed } from '../../../src/engine/certificates/transposed.ts';
import type { Call } from '../../../src/engine/core/call.ts';
import { runReference } from '../../../src/engine/reference/reference.ts';

/** The naive loop on a call that was tampered with. */
export function brokenBy(change: (call: Call) => Call): Transposed {
  return function* (call, geometry) {
    return (yield* runReference(change(call), geometry)).reference;
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
