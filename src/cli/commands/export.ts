import { refuse } from '../../engine/core/refusal.ts';
import { bytesPerElement, castTensor } from '../../engine/core/tensor.ts';
import type { Command } from '../arguments/command.ts';
import { writeResult } from '../files/writeResult.ts';
import { sharedFlags } from '../arguments/flags.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { readTensor } from '../files/readTensor.ts';
import { refuseLarger } from '../files/refuseLarger.ts';

/** `convt export`: writes one tensor of a tensor file as a `.npy` file. */
export const exportCommand: Command = {
  name: 'export',
  usage: 'FILE[#key] --out FILE.npy [flags]',
  summary: 'write a tensor of any tensor file as a .npy file',
  notes: [
    'float32 and float64 tensors keep their dtype; all others are written as float64.',
    'A file with a single tensor needs no key.',
  ],
  flags: [sharedFlags.out, sharedFlags.memoryCap],
  maxPositionals: 1,
  async run({ flags, positionals: [path] }) {
    if (path === undefined) {
      return refuse('file', 'export needs a tensor: convt export FILE[#key] --out FILE.npy');
    }
    if (!flags.has('out')) return refuse('file', '--out is missing: convt export FILE[#key] --out FILE.npy');
    const cap = readMemoryCap(flags);
    if (!cap.ok) return cap;
    const read = await readTensor(path, cap.value);
    if (!read.ok) return read;
    const { tensor, element } = read.value;
    const dtype = element === 'float32' ? 'float32' : 'float64';
    const bytes = tensor.data.length * bytesPerElement(dtype);
    const fits = refuseLarger(`${path} as ${dtype}`, bytes, cap.value);
    return fits.ok ? await writeResult(castTensor(tensor, dtype), flags) : fits;
  },
};
