import type { Pair } from '../../engine/core/call.ts';
import { fold } from '../../engine/operators/fold.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { bytesPerElement, elementCount, type Tensor } from '../../engine/core/tensor.ts';
import { slideWindow, type Window } from '../../engine/operators/slidingWindow.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import type { Command } from '../arguments/command.ts';
import { writeResult } from '../files/writeResult.ts';
import { sharedFlags, windowFlags } from '../arguments/flags.ts';
import { readTensorFlag } from '../inputs/readTensorFlag.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { readPair } from '../arguments/readParams.ts';
import { refuseLarger } from '../files/refuseLarger.ts';
import { readWindow } from './unfold.ts';

/** `convt fold`: applies `torch.nn.functional.fold` to a tensor. */
export const foldCommand: Command = {
  name: 'fold',
  usage: '--input S --output-size h,w --kernel-size 3|3,2 [flags]',
  summary: 'torch.nn.functional.fold: (N, C·kH·kW, L) to (N, C, H, W)',
  notes: ['The result has the dtype of the file, or float32 for a fill.'],
  flags: [
    { ...sharedFlags.input, help: 'columns (N, C·kH·kW, L) or (C·kH·kW, L)' },
    sharedFlags.outputSize,
    ...windowFlags,
  ],
  maxPositionals: 0,
  async run({ flags }) {
    if (!flags.has('output-size'))
      return refuse(
        'output_size',
        '--output-size is missing: give the height and width of the output, such as --output-size 28,28',
      );
    const outputSize = readPair(flags, 'output_size', [1, 1]);
    if (!outputSize.ok) return outputSize;
    const window = readWindow(flags);
    if (!window.ok) return window;
    const input = await readTensorFlag(flags, 'input');
    if (!input.ok) return input;
    const fits = refuseLargeResult(input.value, outputSize.value, window.value, flags);
    if (!fits.ok) return fits;
    const result = fold(input.value, outputSize.value, window.value);
    return result.ok ? await writeResult(result.value, flags) : result;
  },
};

/** Refuses a result that exceeds the memory cap. The result has N·C planes of the output size. */
function refuseLargeResult(
  { shape, dtype }: Tensor,
  outputSize: Pair,
  window: Window,
  flags: Args['flags'],
): Result<null> {
  const cap = readMemoryCap(flags);
  if (!cap.ok) return cap;
  // No result can be estimated for invalid sizes; `fold` itself refuses them.
  if (!slideWindow(window, outputSize).ok || outputSize.some((size) => size < 1)) {
    return ok(null);
  }
  const planes = elementCount(shape.slice(0, -1)) / elementCount(window.kernelSize);
  const bytes = planes * elementCount(outputSize) * bytesPerElement(dtype);
  return refuseLarger('the result', bytes, cap.value);
}
