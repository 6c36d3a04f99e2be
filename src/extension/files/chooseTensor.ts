import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { OpenedTensor } from '../../protocol/hostMessages.ts';
import { askRawLayout } from './askRawLayout.ts';
import { openTensorFileAt } from './openTensorFileAt.ts';
import { pickTensorEntry, pickTensorFile } from './pickTensorEntry.ts';
import { fileSourceFrom } from './fileSourceFrom.ts';
import { readEntryAsNpy } from './readEntry.ts';

/**
 * Opens the file at a URI, or (null) one that the user is asked for, and reads a tensor of it: where there are several,
 * the user picks one; of a file of raw numbers the user gives dtype and shape. Answers the tensor as a scenario with this base names it, and its bytes; null if the user chooses none.
 */
export async function chooseTensor(uri: string | null, base: vscode.Uri | null): Promise<Result<OpenedTensor | null>> {
  const file = uri === null ? ok(await pickTensorFile('Choose a Tensor File')) : parsed(uri, base);
  if (!file.ok || file.value === null) return file.ok ? ok(null) : file;
  let opened = await openTensorFileAt(file.value);
  if (!opened.ok) {
    const layout = await askRawLayout(file.value, true);
    if (layout === null) return opened;
    opened = await openTensorFileAt(file.value, undefined, layout);
  }
  if (!opened.ok) return opened;
  const entry = await pickTensorEntry(opened.value, 'Choose a Tensor');
  if (!entry.ok || entry.value === null) return entry.ok ? ok(null) : entry;
  const source = fileSourceFrom(base, file.value, entry.value.key);
  if (!source.ok) return source;
  const bytes = await readEntryAsNpy(opened.value, entry.value);
  const { element, shape } = entry.value;
  return ok({ source: source.value, element, shape, bytes: bytes.ok ? bytes.value : null });
}

function parsed(text: string, base: vscode.Uri | null): Result<vscode.Uri> {
  try {
    const uri = vscode.Uri.parse(text, true);
    // In a remote window the page is handed the window's view of a file; here it is one of this machine.
    const remote = uri.scheme === 'vscode-remote' && base?.scheme !== 'vscode-remote';
    return ok(remote ? vscode.Uri.file(uri.path) : uri);
  } catch {
    return refuse('file', `${JSON.stringify(text)} is not the address of a file.`);
  }
}
