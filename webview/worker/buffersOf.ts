import { resultBuffers } from '../../src/scenario/resultBuffers.ts';
import type { Run } from '../../src/scenario/run.ts';

/** Everything a run allocated: it goes over to the page without being copied. */
export function buffersOf(run: Run): readonly ArrayBuffer[] {
  const { call } = run;
  const tensors = [call.input, call.weight, run.output, ...(call.bias === null ? [] : [call.bias])];
  return [...new Set([...tensors.map(({ data }) => data.buffer), ...resultBuffers(run)])];
}
