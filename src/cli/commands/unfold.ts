import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { bytesPerElement, elementCount, type Tensor } from '../../engine/core/tensor.ts';
import { unfold } from '../../engine/operators/unfold.ts';
import { slideWindow, slidingWindowOf, type Window } from '../../engine/operators/slidingWindow.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import type { Command } from '../arguments/command.ts';
import { writeResult } from '../files/writeResult.ts';
import { sharedFlags, windowFlags } from '../arguments/flags.ts';
import { readTensorFlag } from '../inputs/readTensorFlag.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { readPair } from '../arguments/readParams.ts';
import { refuseLarger } from '../files/refuseLarger.ts';

/** `convt unfold`: applies `torch.nn.functional.unfold` to a tensor. */
export const unfoldCommand: Command = {
  name: 'unfold',
  usage: '--input S --kernel-size 3|3,2 [flags]',
  summary: 'torch.nn.functional.unfold: (N, C, H, W) to (N, C·kH·kW, L)',
  notes: ['The result has the dtype of the file, or float32 for a fill.'],
  flags: [{ ...sharedFlags.input, help: 'input (N, C, H, W) or (C, H, W)' }, ...windowFlags],
  maxPositionals: 0,
  async run({ flags }) {
    const window = readWindow(flags);
    if (!window.ok) return window;
    const input = await readTensorFlag(flags, 'input');
    if (!input.ok) return input;
    const fits = refuseLargeResult(input.value, window.value, flags);
    if (!fits.ok) return fits;
    const result = unfold(input.value, window.value);
    return result.ok ? await writeResult(result.value, flags) : result;
  },
};

/** Reads the flags for the sliding window. The kernel size is required. */
export function readWindow(flags: Args['flags']): Result<Window> {
  if (!flags.has('kernel-size'))
    return refuse(
      'kernel_size',
      '--kernel-size is missing: give the height and width of the window, such as --kernel-size 3',
    );
  const absent = slidingWindowOf([1, 1]);
  const kernelSize = readPair(flags, 'kernel_size', absent.kernelSize);
  if (!kernelSize.ok) return kernelSize;
  const dilation = readPair(flags, 'dilation', absent.dilation);
  if (!dilation.ok) return dilation;
  const padding = readPair(flags, 'padding', absent.padding);
  if (!padding.ok) return padding;
  const stride = readPair(flags, 'stride', absent.stride);
  if (!stride.ok) return stride;
  return ok({
    kernelSize: kernelSize.value,
    dilation: dilation.value,
    padding: padding.value,
    stride: stride.value,
  });
}

/** Refuses a result that exceeds the memory cap. Unfolding makes an image up to kH·kW times as large. */
function refuseLargeResult(input: Tensor, window: Window, flags: Args['flags']): Result<null> {
  const cap = readMemoryCap(flags);
  if (!cap.ok) return cap;
  const [height = 0, width = 0] = input.shape.slice(-2);
  const axes = slideWindow(window, [height, width]);
  // No result can be estimated if the window is invalid or does not fit; `unfold` itself refuses it.
  if (!axes.ok || axes.value.some(({ blocks }) => blocks < 1)) return ok(null);
  const places = axes.value[0].blocks * axes.value[1].blocks;
  const elements = elementCount(input.shape.slice(0, -2)) * elementCount(window.kernelSize) * places;
  return refuseLarger('the result', elements * bytesPerElement(input.dtype), cap.value);
}
