import { refuse, type Result } from '../engine/core/refusal.ts';
import type { ByteSource } from './common/byteSource.ts';
import { bytesText } from './common/amountText.ts';
import { quoted } from './common/quoted.ts';
import { refuseWithoutTensors } from './common/refuseWithoutTensors.ts';
import { isExported, openExported } from './pytorch/openExported.ts';
import { oldScriptPath, openOldScript } from './pytorch/openOldScript.ts';
import { openPackage, packageFolder } from './pytorch/openPackage.ts';
import { openPickledNpy } from './pytorch/openPickledNpy.ts';
import { memberSource, openPytorch } from './pytorch/openPytorch.ts';
import type { TensorFile } from './common/tensorFile.ts';
import { openArchive, type ZipArchive } from './zip/openArchive.ts';
import { openNpz } from './npy/openNpz.ts';

/** Members that a refusal lists. */
const maxListed = 3;

/**
 * Opens a ZIP archive of tensors: PyTorch's, which has a `data.pkl` (before 1.4 a `model.json`), torch.package's, torch.export's, or NumPy's `.npz`, of
 * which only the tensor `wanted` may be opened.
 */
export async function openZip(source: ByteSource, wanted: string | null = null): Promise<Result<TensorFile>> {
  const { name } = source;
  const archive = await openArchive(source);
  if (!archive.ok) return archive;
  const paths = [...archive.value.keys()];
  const file = await openMembers(archive.value, paths, name, wanted);
  if (!file.ok) return file;
  const { bytesBefore } = archive.value;
  const before =
    bytesBefore > 0 ? [`the first ${bytesText(bytesBefore)}: only the last archive of the file is read`] : [];
  return refuseWithoutTensors({ ...file.value, leftOut: [...file.value.leftOut, ...before] });
}

async function openMembers(
  archive: ZipArchive,
  paths: readonly string[],
  name: string,
  wanted: string | null,
): Promise<Result<TensorFile>> {
  if (isExported(paths)) return await openExported(archive, name);
  const script = oldScriptPath(paths);
  if (script !== undefined) return await openOldScript(archive, script, name);
  const packaged = packageFolder(paths);
  if (packaged !== null) return await openPackage(archive, packaged, name);
  const pickles = paths.filter((path) => /(^|\/)data\.pkl$/.test(path));
  const [pickle] = pickles;
  if (pickles.length > 1) {
    return refuse(
      'file',
      `${name} has more than one data.pkl: ${pickles.slice(0, maxListed).map(quoted).join(', ')}. Unpack it and open one of them.`,
    );
  }
  if (pickle !== undefined) return await openPytorch(archive, pickle, name);
  if (paths.some((path) => path.endsWith('.npy'))) {
    return await openNpz(archive, name, wanted, (member) =>
      openPickledNpy({ ...memberSource(member, name), name: 'it' }),
    );
  }
  return refuse('file', `${name} ${otherArchive(paths)}`);
}

/** Says what an archive without tensors is, for a sentence after its name. */
function otherArchive(paths: readonly string[]): string {
  const has = (pattern: RegExp): boolean => paths.some((path) => pattern.test(path));
  if (has(/\.weights\.h5$/)) {
    return 'is a Keras model (.keras), which cannot be read here: load it with keras.saving.load_model, and save the weights with numpy.savez.';
  }
  if (has(/(^|\/)saved_model\.pb$/)) {
    return 'is a zipped TensorFlow SavedModel: load it with tf.saved_model.load, and save the variables with numpy.savez.';
  }
  if (has(/(^|\/)(\.zarray|\.zgroup|zarr\.json)$/)) {
    return 'is a zipped Zarr store: read it with zarr.open, and save the arrays with numpy.savez.';
  }
  const inner = paths.find((path) => /\.(pth?|ckpt|safetensors|npz|onnx|bin|pkl|h5|gguf)$/i.test(path));
  if (inner !== undefined) return `is a ZIP archive with ${quoted(inner)} in it: unpack it and open that file.`;
  return 'is a ZIP archive without tensors: it has no data.pkl (PyTorch) and no .npy file (NumPy).';
}
