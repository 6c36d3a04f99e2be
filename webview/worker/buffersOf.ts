import { boundNumbers } from '../../src/engine/bound.ts';
import type { Run } from '../../src/scenario/run.ts';

/** Everything a run allocated: it goes over to the page without being copied. */
export function buffersOf({ call, output, reference, bound }: Run): readonly ArrayBuffer[] {
  const tensors = [call.input, call.weight, ...(call.bias === null ? [] : [call.bias])];
  const buffers = [...tensors, output, reference].map((tensor) => tensor.data.buffer);
  return [...new Set([...buffers, boundNumbers(bound).buffer])];
}
