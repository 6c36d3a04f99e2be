import { boundNumbers } from '../engine/bound.ts';
import type { Run } from './run.ts';

/** The memory of a run's results; its call's tensors may be another run's as well. */
export function resultBuffers({
  output,
  reference,
  bound,
}: Pick<Run, 'output' | 'reference' | 'bound'>): readonly ArrayBuffer[] {
  const arrays = [output.data, reference.data, boundNumbers(bound)];
  return [...new Set(arrays.map(({ buffer }) => buffer))];
}
