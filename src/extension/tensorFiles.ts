import * as vscode from 'vscode';
import { accept, refuse, type Result } from '../engine/refusal.ts';
import { formatBytes } from '../scenario/format.ts';
import { reasonOf } from './fileReason.ts';

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
 * The bytes of a tensor file in a buffer of their own. A file of more than `limit` bytes is
 * refused before any of it is read.
 */
export async function readTensorFile(
  path: string,
  base: vscode.Uri | null,
  limit: number,
): Promise<Result<ArrayBuffer>> {
  const uri = tensorFileUri(path, base);
  if (uri === null) {
    return refuse(
      'file',
      `${path} is a relative path, and no folder is open that it could start from.`,
    );
  }
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > limit) {
      return refuse(
        'memory',
        `${path} has ${formatBytes(size)}, more than the memory cap of ${formatBytes(limit)} (setting convt.memoryCap).`,
      );
    }
    const bytes = await vscode.workspace.fs.readFile(uri);
    // The bytes may be a window into a larger buffer, which is not the page's business.
    return accept(Uint8Array.from(bytes).buffer);
  } catch (error) {
    return refuse('file', `${path} cannot be read: ${reasonOf(error, uri)}.`);
  }
}
