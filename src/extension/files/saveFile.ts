import * as vscode from 'vscode';
import { nonce } from '../shared/nonce.ts';

const kinds: Readonly<Record<string, string>> = {
  npy: 'NumPy array',
  npz: 'NumPy arrays',
  png: 'Image',
  json: 'Scenario',
};

/**
 * Asks where to save and writes there. The path, or null when nothing was saved: the user thought
 * better of it, or has been shown why it failed.
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
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`${path} was not saved: ${why}`);
    return null;
  }
}

/**
 * Never leaves half a file where a whole one was: writes beside the target, then takes its place.
 * A symbolic link stays one: what it points to is written.
 * @throws an error of the file system, in its own words
 */
export async function replaceFile(target: vscode.Uri, bytes: Uint8Array): Promise<void> {
  const fs = vscode.workspace.fs;
  if (await isLink(target)) {
    await fs.writeFile(target, bytes);
    return;
  }
  // A name of its own, not the file's with something added: that may be as long as a name can be.
  const draft = vscode.Uri.joinPath(target, '..', `.convt-${nonce().slice(0, 8)}.part`);
  try {
    await fs.writeFile(draft, bytes);
    await fs.rename(draft, target, { overwrite: true });
  } catch {
    // A file system that cannot rename, or a folder in which only this file may be written.
    await fs.delete(draft).then(undefined, () => undefined);
    await fs.writeFile(target, bytes);
  }
}

async function isLink(target: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(target);
    return (type & vscode.FileType.SymbolicLink) !== 0;
  } catch {
    // Nothing is there yet.
    return false;
  }
}
