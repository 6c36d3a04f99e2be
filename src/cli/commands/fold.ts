import { fold } from '../../engine/fold.ts';
import { refuse } from '../../engine/refusal.ts';
import { bytesPerElement, elementCount } from '../../engine/tensor.ts';
import type { Command } from '../command.ts';
import { flag, windowFlags } from '../flags.ts';
import { makeTensor } from '../makeTensor.ts';
import { readMemoryCap, readPair } from '../readParams.ts';
import { refuseLarger } from '../refuseLarger.ts';
import { deliver, readWindow } from './unfold.ts';

/** `convt fold`: `torch.nn.functional.fold` on a file. */
export const foldCommand: Command = {
  name: 'fold',
  usage: '--input S --output-size h,w --kernel-size 3|3,2 [flags]',
  summary: 'torch.nn.functional.fold: (N, C·kH·kW, L) to (N, C, H, W)',
  notes: ['The result has the dtype of the file; of a fill, float32.'],
  flags: [
    { ...flag.input, help: 'columns (N, C·kH·kW, L) or (C·kH·kW, L)' },
    flag.outputSize,
    ...windowFlags,
  ],
  maxPositionals: 0,
  async run({ flags }) {
    if (!flags.has('output-size')) return refuse('output_size', '--output-size is missing');
    const outputSize = readPair(flags, 'output_size', [1, 1]);
    if (!outputSize.ok) return outputSize;
    const window = readWindow(flags);
    if (!window.ok) return window;
    const input = await makeTensor(flags, 'input');
    if (!input.ok) return input;
    const cap = readMemoryCap(flags);
    if (!cap.ok) return cap;
    const { shape, dtype } = input.value;
    // N·C planes of the output's size.
    const planes = elementCount(shape.slice(0, -1)) / elementCount(window.value.kernelSize);
    const bytes = planes * elementCount(outputSize.value) * bytesPerElement(dtype);
    const fits = refuseLarger('the result', bytes, cap.value);
    if (!fits.ok) return fits;
    const result = fold(input.value, outputSize.value, window.value);
    return result.ok ? await deliver(result.value, flags) : result;
  },
};
