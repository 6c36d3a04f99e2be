import type { Driver } from '../../../src/protocol/drive.ts';
import { yieldToMessages } from '../../../webview/worker/yieldToMessages.ts';
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

/** The whole way to a verdict as the page's engine goes it: with as many workers as the machine has cores, up to four. */
export function pooledVerdict(): Contender {
  const pool = new Pool();
  const resources = { pool, spares: new Spares(), filled: new FilledTensors(), files: new KeptFiles() };
  // Asked once they are started.
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
      let shown: Run | null = null;
      return {
        time: timeOf(async () => {
          const run = await runOf({ scenario, files: named, memoryCap }, driver, resources);
          if (run?.ok !== true) throw new Error('it did not run');
          // As the page does with the run that the new one takes the place of.
          if (shown !== null) resources.spares.whole.give(resultBuffers(shown));
          shown = run.value;
          output = run.value.output.data as Float32Array;
        }),
        output: () => Promise.resolve(output),
        close: () => Promise.resolve(),
      };
    },
  };
}
