import { ok, refuse } from '../../engine/core/refusal.ts';
import { exportedBytes, exportedElement, exportedNpy } from '../../formats/exportedNpy.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import { memoryBytesOf } from '../../formats/common/memoryBytes.ts';
import { findTensorEntry } from '../../formats/readTensorAsNpy.ts';
import { formatShape } from '../../scenario/text/format.ts';
import type { Command } from '../arguments/command.ts';
import { sharedFlags } from '../arguments/flags.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { withFileSources } from '../files/fileSources.ts';
import { refuseLarger } from '../files/refuseLarger.ts';
import { tensorFileNote } from '../text/help.ts';
import { writeAtomically } from '../files/writeAtomically.ts';

/** `convt export`: writes one tensor of a tensor file as a `.npy` file. */
export const exportCommand: Command = {
  name: 'export',
  usage: 'FILE[#key] --out FILE.npy [flags]',
  summary: 'write a tensor of any tensor file as a .npy file',
  notes: [
    tensorFileNote('FILE is a tensor file'),
    '#key names one of its tensors (convt list prints the keys); a file of a single tensor needs none.',
    'Every number stays what it was, so that the file can take the place of the tensor. Dtypes that NumPy has stay as they',
    'are; bfloat16 becomes float32, and float8 float16, the nearest that lose nothing.',
  ],
  flags: [sharedFlags.out, sharedFlags.memoryCap],
  maxPositionals: 1,
  async run({ flags, positionals: [path] }) {
    if (path === undefined) {
      return refuse('file', 'export needs a tensor: convt export FILE[#key] --out FILE.npy');
    }
    const out = flags.get('out');
    if (out === undefined) return refuse('file', '--out is missing: convt export FILE[#key] --out FILE.npy');
    const cap = readMemoryCap(flags);
    if (!cap.ok) return cap;
    const { file: name, key } = tensorPathOf(path);
    return await withFileSources(cap.value, async (sources) => {
      const source = await sources.open(name);
      if (!source.ok) return source;
      const found = await findTensorEntry(source.value, key, sources.beside(name));
      if (!found.ok) return found;
      const { file, entry } = found.value;
      const fits = refuseLarger(path, Math.max(memoryBytesOf(entry), exportedBytes(entry)), cap.value);
      if (!fits.ok) return fits;
      const npy = await exportedNpy(file, entry);
      if (!npy.ok) return npy;
      const written = await writeAtomically(out, npy.value);
      const element = exportedElement(entry.element);
      const from = element === entry.element ? '' : ` (${entry.element} in the file)`;
      return written.ok ? ok({ text: `${formatShape(entry.shape)} ${element}${from} → ${out}`, exitCode: 0 }) : written;
    });
  },
};
