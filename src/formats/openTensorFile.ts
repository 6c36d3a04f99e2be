import { refuse, type Result } from '../engine/core/refusal.ts';
import type { Beside, ByteSource } from './common/byteSource.ts';
import { openNpy } from './npy/openNpy.ts';
import { openOnnx } from './onnx/openOnnx.ts';
import { openSafetensors } from './safetensors/openSafetensors.ts';
import type { TensorFile } from './common/tensorFile.ts';
import { openZip } from './openZip.ts';

/** Extensions of the files that can be opened, without the dot. */
export const tensorExtensions = ['npy', 'npz', 'pt', 'pth', 'bin', 'safetensors', 'onnx'] as const;

/**
 * Reads the headers of a tensor file. The first bytes decide the format if they can (NumPy and ZIP files have magic
 * numbers, a legacy torch.save file is a bare pickle), otherwise the extension does. Nothing in a file is executed, and
 * nothing is allocated that the file has no bytes for. `beside` opens the external data of an ONNX model.
 */
export async function openTensorFile(source: ByteSource, beside: Beside): Promise<Result<TensorFile>> {
  const { name, size } = source;
  const start = await source.read(0, Math.min(size, 16));
  if (!start.ok) return start;
  const magic = new Uint8Array(start.value);
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (startsWith(magic, [0x93, 0x4e, 0x55, 0x4d]) || extension === 'npy') return await openNpy(source);
  if (startsWith(magic, [0x50, 0x4b]) || extension === 'npz') return await openZip(source);
  if (extension === 'onnx') return await openOnnx(source, beside);
  if (extension === 'safetensors') return await openSafetensors(source);
  if (startsWith(magic, [0x80])) {
    return refuse(
      'file',
      `${name} is in the legacy format of torch.save before PyTorch 1.6 (a bare pickle), which cannot be read: load it in PyTorch and save it again.`,
    );
  }
  if (['pt', 'pth', 'bin'].includes(extension)) return await openZip(source);
  return refuse(
    'file',
    `${name} is not a tensor file: only .npy, .npz, .pt, .pth, .bin, .safetensors and .onnx files can be read.`,
  );
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
