import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { FileSource } from '../../scenario/document/scenario.ts';
import { openTensorFileAt } from './openTensorFileAt.ts';
import { pickTensorEntry, pickTensorFile } from './pickTensorEntry.ts';
import { fileSourceFrom } from './fileSourceFrom.ts';

/**
 * A tensor of a file as a scenario with this base names it: of the file at a URI, or (null) of one that the
 * user is asked for; of several tensors the user picks one. Null if the user thought better of it.
 */
export async function chooseTensor(uri: string | null, base: vscode.Uri | null): Promise<Result<FileSource | null>> {
  const file = uri === null ? ok(await pickTensorFile('Choose a Tensor File')) : parsed(uri, base);
  if (!file.ok || file.value === null) return file.ok ? ok(null) : file;
  const opened = await openTensorFileAt(file.value);
  if (!opened.ok) return opened;
  const entry = await pickTensorEntry(opened.value, 'Choose a Tensor');
  if (!entry.ok || entry.value === null) return entry.ok ? ok(null) : entry;
  return fileSourceFrom(base, file.value, entry.value.key);
}

function parsed(text: string, base: vscode.Uri | null): Result<vscode.Uri> {
  try {
    const uri = vscode.Uri.parse(text, true);
    // In a remote window the page is handed the window's view of a file; here it is one of this machine.
    const remote = uri.scheme === 'vscode-remote' && base?.scheme !== 'vscode-remote';
    return ok(remote ? vscode.Uri.file(uri.path) : uri);
  } catch {
    return refuse('file', `${JSON.stringify(text)} is no address of a file.`);
  }
}
