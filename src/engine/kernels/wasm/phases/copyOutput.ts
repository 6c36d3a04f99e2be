import type { Tensor } from '../../../core/tensor.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/** Copies `count` elements from byte address `from` of the WebAssembly memory to the output, from element `to` on. */
export function copyOutput(
  { computeView, zeros }: TypedKernels,
  { seen }: PhaseRun,
  output: Tensor,
  [from, count, to]: readonly [number, number, number],
): void {
  // Searched here, while the elements are in a cache. Searching the whole output for a 0 later would take twice as long
  // as this copy.
  if (seen !== undefined) seen.zero ||= zeros(from, count) !== 0;
  const first = from / computeView.BYTES_PER_ELEMENT;
  output.data.set(computeView.subarray(first, first + count), to);
}
