import type { Tensor } from '../../../core/tensor.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/** Copies `count` elements that stand at the byte `from` of the kernels' memory to element `to` of the output. */
export function bringOutput(
  { own, zeros }: TypedKernels,
  { seen }: PhaseRun,
  output: Tensor,
  [from, count, to]: readonly [number, number, number],
): void {
  // Here, where they are in a cache: to look for a 0 in the whole output later takes as long as to copy it twice.
  if (seen !== undefined) seen.zero ||= zeros(from, count) !== 0;
  const first = from / own.BYTES_PER_ELEMENT;
  output.data.set(own.subarray(first, first + count), to);
}
