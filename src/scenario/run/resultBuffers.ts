import { boundNumbers } from '../../engine/rounding/bound.ts';
import type { Run } from './run.ts';

/** The memory of what a run computed; its call's tensors, and an output to check, may be another run's as well. */
export function resultBuffers({
  computedOutput,
  reference,
  bound,
}: Pick<Run, 'computedOutput' | 'reference' | 'bound'>): readonly ArrayBuffer[] {
  const arrays = [computedOutput.data, reference.data, boundNumbers(bound)];
  return [...new Set(arrays.map(({ buffer }) => buffer))];
}
