import * as vscode from 'vscode';
import { messageOf } from '../../engine/core/messageOf.ts';
import { nonce } from '../shared/nonce.ts';

const kinds: Readonly<Record<string, string>> = {
  npy: 'NumPy array',
  npz: 'NumPy arrays',
  png: 'Image',
  svg: 'Vector image',
  json: 'Scenario',
};

/**
 * Asks the user where to save, and writes the file. Returns its path; null if the user cancels, or if saving failed and
 * the user has been told why.
 */
export async function saveFileAs(
  suggestedName: string,
  bytes: Uint8Array,
  folder: vscode.Uri | null,
): Promise<string | null> {
  const extension = suggestedName.slice(suggestedName.lastIndexOf('.') + 1);
  const kind = kinds[extension];
  const target = await vscode.window.showSaveDialog({
    ...(folder === null ? {} : { defaultUri: vscode.Uri.joinPath(folder, suggestedName) }),
    ...(kind === undefined ? {} : { filters: { [kind]: [extension] } }),
  });
  if (target === undefined) return null;
  const path = target.scheme === 'file' ? target.fsPath : target.path;
  try {
    await replaceFile(target, bytes);
    return path;
  } catch (error) {
    void vscode.window.showErrorMessage(`${path} was not saved: ${messageOf(error)}`);
    return null;
  }
}

/**
 * Writes a file beside the target and then renames it, so that a failure never leaves half a file. If the target is a
 * symbolic link, the file it points to is written instead.
 * @throws the file system's own error
 */
export async function replaceFile(target: vscode.Uri, bytes: Uint8Array): Promise<void> {
  const fs = vscode.workspace.fs;
  if (await isLink(target)) {
    await fs.writeFile(target, bytes);
    return;
  }
  // The draft's name does not contain the target's, which may already have the greatest length.
  const draft = vscode.Uri.joinPath(target, '..', `.convt-${nonce().slice(0, 8)}.part`);
  try {
    await fs.writeFile(draft, bytes);
    await fs.rename(draft, target, { overwrite: true });
  } catch {
    // The file system cannot rename, or only this file of the folder may be written.
    await fs.delete(draft).then(undefined, () => undefined);
    await fs.writeFile(target, bytes);
  }
}

async function isLink(target: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(target);
    return (type & vscode.FileType.SymbolicLink) !== 0;
  } catch {
    // The file does not exist yet.
    return false;
  }
}
