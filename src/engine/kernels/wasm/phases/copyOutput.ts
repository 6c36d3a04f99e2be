import type { Tensor } from '../../../core/tensor.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/** Copies `count` elements from byte address `from` of the kernels' memory to element `to` of the output. */
export function copyOutput(
  { computeView, zeros }: TypedKernels,
  { seen }: PhaseRun,
  output: Tensor,
  [from, count, to]: readonly [number, number, number],
): void {
  // Checked here, while the elements are in a cache: searching the whole output for a 0 later takes as long as copying
  // it twice.
  if (seen !== undefined) seen.zero ||= zeros(from, count) !== 0;
  const first = from / computeView.BYTES_PER_ELEMENT;
  output.data.set(computeView.subarray(first, first + count), to);
}
