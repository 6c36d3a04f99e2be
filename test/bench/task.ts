import { validateCall } from '../../src/engine/validation/validateCall.ts';
import type { Call } from '../../src/engine/core/call.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { elementCount, type Float32Tensor, type Shape, tensorOf } from '../../src/engine/core/tensor.ts';
import type { Workload } from './workloads.ts';

/** A workload with its tensors. The tensors are the same in every process, so that one check serves all. */
export interface Task {
  readonly workload: Workload;
  readonly call: Call;
  readonly geometry: Geometry;
  readonly input: Float32Array<ArrayBuffer>;
  readonly weight: Float32Array<ArrayBuffer>;
}

/** Returns the task of a workload, with values uniform in [−1, 1). */
export function taskOf(workload: Workload): Task {
  const { shape } = workload;
  const geometry = validateCall(shape);
  if (!geometry.ok) throw new Error(`${workload.id}: ${geometry.refusal.message}`);
  const input = uniform(shape.input, 1);
  const weight = uniform(shape.weight, 2);
  return {
    workload,
    call: { dtype: 'float32', input, weight, bias: null, params: shape.params },
    geometry: geometry.value,
    input: input.data,
    weight: weight.data,
  };
}

/** Fills a tensor by a linear congruential generator (Numerical Recipes, §7.1.5), whose top 24 bits fit a float32 exactly. */
function uniform(shape: Shape, seed: number): Float32Tensor {
  let state = seed;
  const values = Float32Array.from({ length: elementCount(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
  return tensorOf('float32', shape, values) as Float32Tensor;
}
