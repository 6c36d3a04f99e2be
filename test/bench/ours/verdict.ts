import { SpareBuffers } from '../../../src/engine/core/spareBuffers.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { resultBuffers } from '../../../src/scenario/run/resultBuffers.ts';
import type { Run } from '../../../src/scenario/run/run.ts';
import { runScenario } from '../../../src/scenario/run/runScenario.ts';
import type { Scenario, TensorSource } from '../../../src/scenario/document/scenario.ts';
import { type Contender, timeOf } from '../contender.ts';
import type { Task } from '../task.ts';
import { memoryCap } from './formulation.ts';

const fileOf = (tensor: Tensor): ArrayBuffer => writeNpy(tensor).buffer;

/**
 * Times a scenario up to its verdict: tensors, float32 run, float64 reference, bound and all statistics. The tensors come
 * from `.npy` bytes, at about the cost of a copy, or from the seeded fill `randn`, as in the presets.
 */
export function verdict(tensors: 'files' | 'fill'): Contender {
  return {
    id: tensors === 'files' ? 'verdict' : 'verdict-fill',
    prepare(task) {
      const { scenario, files } = scenarioOf(task, tensors);
      return Promise.resolve(prepared(scenario, files, tensors));
    },
  };
}

/** Returns a task as a scenario with its files. */
export function scenarioOf(
  { workload, call }: Task,
  tensors: 'files' | 'fill' = 'files',
): { readonly scenario: Scenario; readonly files: ReadonlyMap<string, ArrayBuffer> } {
  const source = (file: string, { shape }: Tensor): TensorSource =>
    tensors === 'files' ? { file } : { fill: 'randn', shape };
  const scenario: Scenario = {
    version: 1,
    name: workload.title,
    dtype: 'float32',
    input: source('x.npy', call.input),
    weight: source('w.npy', call.weight),
    bias: null,
    params: call.params,
    seed: 1,
    formulation: 'auto',
    tolerance: {},
  };
  const files = new Map([
    ['x.npy', fileOf(call.input)],
    ['w.npy', fileOf(call.weight)],
  ]);
  return { scenario, files };
}

function prepared(
  scenario: Scenario,
  files: ReadonlyMap<string, ArrayBuffer>,
  tensors: 'files' | 'fill',
): Exclude<Awaited<ReturnType<Contender['prepare']>>, string> {
  let output: Float32Array | null = null;
  let previous: Run | null = null;
  const spare = new SpareBuffers();
  return {
    time: timeOf(() => {
      const run = finish(runScenario(scenario, files, { memoryCap, spare }));
      if (!run.ok) throw new Error(run.refusal.message);
      // The memory of the previous run is recycled, as the page does.
      if (previous !== null) spare.give(resultBuffers(previous));
      previous = run.value;
      const { verdict } = run.value.comparison;
      if (verdict !== 'rounding' && verdict !== 'exact') throw new Error(`the verdict is ${verdict}`);
      output = run.value.output.data as Float32Array;
    }),
    // The fill's tensors are not the task's, so that run is checked by its own verdict.
    output: () => Promise.resolve(tensors === 'files' ? output : null),
    close: () => Promise.resolve(),
  };
}
