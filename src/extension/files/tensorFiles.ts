import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { readTensorAsNpy } from '../../formats/readTensorAsNpy.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { openFile } from './file.ts';
import { fileReasonOf } from './fileReason.ts';
import { besideOf } from './openTensors.ts';

const windowsDrive = /^[a-z]:[\\/]/i;

/**
 * Where a tensor file is. An absolute path is one on the machine (or in the file system) of
 * `base`; null for a relative path without a base.
 */
export function tensorFileUri(path: string, base: vscode.Uri | null): vscode.Uri | null {
  if (windowsDrive.test(path)) return onMachineOf(base, `/${path.replaceAll('\\', '/')}`);
  if (path.startsWith('/')) return onMachineOf(base, path);
  if (base === null) return null;
  // Only on Windows is a backslash a separator; elsewhere it is a character of the name.
  const onWindows = windowsDrive.test(base.path.slice(1));
  return vscode.Uri.joinPath(base, onWindows ? path.replaceAll('\\', '/') : path);
}

function onMachineOf(base: vscode.Uri | null, path: string): vscode.Uri {
  return base?.with({ path }) ?? vscode.Uri.file(path);
}

/**
 * The tensor that a path such as `x.npy` or `model.pt#dec.weight` names, as the bytes of a `.npy` file. One that
 * takes more than `limit` bytes is refused before any of it is read.
 */
export async function readTensorFile(
  path: string,
  base: vscode.Uri | null,
  limit: number,
): Promise<Result<ArrayBuffer>> {
  const { file, key } = tensorPathOf(path);
  const uri = tensorFileUri(file, base);
  if (uri === null) {
    return refuse('file', `${path} is a relative path, and no folder is open that it could start from.`);
  }
  const admit = (bytes: number): Result<null> =>
    bytes <= limit
      ? ok(null)
      : refuse(
          'memory',
          `${path} has ${formatBytes(bytes)}, more than the memory cap of ${formatBytes(limit)} (setting convt.memoryCap).`,
        );
  const source = await openFile(uri, file, limit);
  if (!source.ok) return source;
  try {
    return await readTensorAsNpy(source.value, key, besideOf(uri, limit), admit);
  } catch (error) {
    // Memory that is not there although the cap allows it.
    return refuse('memory', `${path} cannot be read: ${fileReasonOf(error, uri)}.`);
  }
}
