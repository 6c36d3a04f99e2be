import { resultBuffers } from '../../src/scenario/run/resultBuffers.ts';
import type { Run } from '../../src/scenario/run/run.ts';

/** Everything a run allocated: it goes over to the page without being copied. */
export function buffersOf(run: Run): readonly ArrayBuffer[] {
  const tensors = [run.call, run.originalCall]
    .flatMap(({ input, weight, bias }) => [input, weight, ...(bias === null ? [] : [bias])])
    .concat(run.output);
  return [...new Set([...tensors.map(({ data }) => data.buffer), ...resultBuffers(run)])];
}
