import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { NpyOfTensor } from '../../formats/readTensorAsNpy.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { openFile } from './openFile.ts';
import { fileReasonOf } from './fileReason.ts';
import { besideOf } from './openTensorFileAt.ts';

const windowsDrive = /^[a-z]:[\\/]/i;

/**
 * Returns the URI of a tensor file that a scenario names by its path. An absolute path is on the machine or file system
 * of `base`. Null for a relative path without a base.
 */
export function tensorFileUri(path: string, base: vscode.Uri | null): vscode.Uri | null {
  if (windowsDrive.test(path)) return onMachineOf(base, `/${path.replaceAll('\\', '/')}`);
  if (path.startsWith('/')) return onMachineOf(base, path);
  if (base === null) return null;
  // A backslash is a separator on Windows only; elsewhere it is a character of the name.
  const onWindows = windowsDrive.test(base.path.slice(1));
  return vscode.Uri.joinPath(base, onWindows ? path.replaceAll('\\', '/') : path);
}

/** Returns the refusal of a relative path for which {@link tensorFileUri} has no base. */
export function refuseWithoutFolder(path: string): Result<never> {
  return refuse('file', `${path} is a relative path, but no folder is open. Open a folder, or use an absolute path.`);
}

function onMachineOf(base: vscode.Uri | null, path: string): vscode.Uri {
  return base?.with({ path }) ?? vscode.Uri.file(path);
}

/**
 * Reads the tensor that a path such as `x.npy` or `model.pt#dec.weight` names, as the bytes of a `.npy` file, and its element type. A tensor of
 * more than `limit` bytes is refused before any of it is read.
 */
export async function readTensorAtPath(
  path: string,
  base: vscode.Uri | null,
  limit: number,
): Promise<Result<NpyOfTensor>> {
  const { file, key } = tensorPathOf(path);
  const uri = tensorFileUri(file, base);
  if (uri === null) return refuseWithoutFolder(path);
  const admit = (bytes: number): Result<null> =>
    bytes <= limit
      ? ok(null)
      : refuse(
          'memory',
          `${path} has ${formatBytes(bytes)}, which exceeds the memory cap of ${formatBytes(limit)} (setting convt.memoryCap).`,
        );
  const source = await openFile(uri, file, limit);
  if (!source.ok) return source;
  const { readTensorAsNpy } = await import('../../formats/readTensorAsNpy.ts');
  try {
    return await readTensorAsNpy(source.value, key, besideOf(uri, limit), admit);
  } catch (error) {
    // The cap allows the tensor, but the memory is not available.
    return refuse('memory', `${path} cannot be read: ${fileReasonOf(error, uri)}.`);
  }
}
