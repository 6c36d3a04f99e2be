import { refuse, type Result } from '../engine/core/refusal.ts';
import type { ByteSource } from './common/byteSource.ts';
import { quoted } from './common/quoted.ts';
import { openPytorch } from './pytorch/openPytorch.ts';
import type { TensorFile } from './common/tensorFile.ts';
import { openArchive } from './zip/openArchive.ts';
import { openNpz } from './npy/openNpz.ts';

/** Unreadable members that a refusal lists. */
const maxListed = 3;

/**
 * Opens a ZIP archive of tensors: PyTorch's, which has a `data.pkl`, or NumPy's `.npz`, of which only the tensor `wanted`
 * may be opened.
 */
export async function openZip(source: ByteSource, wanted: string | null = null): Promise<Result<TensorFile>> {
  const { name } = source;
  const archive = await openArchive(source);
  if (!archive.ok) return archive;
  const paths = [...archive.value.keys()];
  const pickles = paths.filter((path) => /(^|\/)data\.pkl$/.test(path));
  const [pickle] = pickles;
  if (pickle === undefined && !paths.some((path) => path.endsWith('.npy'))) {
    return refuse(
      'file',
      `${name} is a ZIP archive without tensors: it has no data.pkl (PyTorch) and no .npy file (NumPy).`,
    );
  }
  if (pickles.length > 1) {
    return refuse('file', `${name} has more than one data.pkl: ${pickles.slice(0, maxListed).map(quoted).join(', ')}.`);
  }
  const file = await (pickle === undefined
    ? openNpz(archive.value, name, wanted)
    : openPytorch(archive.value, pickle, name));
  if (!file.ok || file.value.entries.length > 0) return file;
  const { leftOut } = file.value;
  if (leftOut.length === 0) return refuse('file', `${name} has no tensors.`);
  const rest = leftOut.length > maxListed ? `; … (${leftOut.length} in all)` : '';
  const list = leftOut.slice(0, maxListed).map((line) => line.replace(/\.$/, ''));
  return refuse('file', `${name} has no readable tensor: ${list.join('; ')}${rest}.`);
}
