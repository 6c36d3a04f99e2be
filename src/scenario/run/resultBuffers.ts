import { boundNumbers } from '../../engine/rounding/bound.ts';
import type { Run } from './run.ts';

/**
 * Returns the buffers that a run allocated for its results. The tensors of the call and an output to check are left
 * out, because another run may share them.
 */
export function resultBuffers({
  computedOutput,
  reference,
  bound,
}: Pick<Run, 'computedOutput' | 'reference' | 'bound'>): readonly ArrayBuffer[] {
  const arrays = [computedOutput.data, reference.data, boundNumbers(bound)];
  return [...new Set(arrays.map(({ buffer }) => buffer))];
}
