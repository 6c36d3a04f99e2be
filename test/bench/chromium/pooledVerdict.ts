import type { Driver } from '../../../src/protocol/drive.ts';
import { yieldToMessages } from '../../../webview/worker/runToEnd.ts';
import { resultBuffers } from '../../../src/scenario/run/resultBuffers.ts';
import type { Run } from '../../../src/scenario/run/run.ts';
import { Spares } from '../../../webview/worker/spares.ts';
import { FilledTensors } from '../../../src/scenario/run/filledTensors.ts';
import { KeptFiles } from '../../../webview/worker/keptFiles.ts';
import { Pool } from '../../../webview/worker/pool.ts';
import { runOf } from '../../../webview/worker/runOf.ts';
import { type Contender, timeOf } from '../contender.ts';
import { memoryCap } from '../ours/formulation.ts';
import { scenarioOf } from '../ours/verdict.ts';

const driver: Driver = {
  now: () => performance.now(),
  pause: yieldToMessages,
  cancelled: () => false,
  progress: () => undefined,
};

/** Times a verdict as the page's engine computes it: with as many workers as the machine has cores, up to four. */
export function pooledVerdict(): Contender {
  const pool = new Pool();
  const resources = { pool, spares: new Spares(), filled: new FilledTensors(), files: new KeptFiles() };
  // The first call starts the helpers.
  pool.helpers();
  return {
    id: 'verdict-pool',
    async prepare(task) {
      const { scenario, files } = scenarioOf(task);
      const named = [...files].map(([path, bytes], id) => {
        resources.files.give(id, path, bytes);
        return [path, id] as const;
      });
      while (pool.helpers().length < Math.min(4, navigator.hardwareConcurrency) - 1) await yieldToMessages();
      let output: Float32Array | null = null;
      let previous: Run | null = null;
      return {
        time: timeOf(async () => {
          const run = await runOf({ scenario, files: named, memoryCap }, driver, resources);
          if (run?.ok !== true) throw new Error('the run was refused or cancelled');
          // The memory of the previous run is recycled, as the page does.
          if (previous !== null) resources.spares.whole.give(resultBuffers(previous));
          previous = run.value;
          output = run.value.output.data as Float32Array;
        }),
        output: () => Promise.resolve(output),
        close: () => Promise.resolve(),
      };
    },
  };
}
