import * as vscode from 'vscode';
import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { fileSizeOf } from './openWholeFile.ts';
import { fileNameOf } from './openTensorFileAt.ts';
import { readSettings } from '../shared/settings.ts';

/**
 * Reads the text of a document: from its editor with the unsaved edits if it is open, otherwise from its file. A file
 * larger than the memory cap is refused before it is read.
 */
export async function readScenarioText(uri: vscode.Uri): Promise<Result<string>> {
  const key = uri.toString();
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
  if (open !== undefined) return ok(open.getText());
  const name = fileNameOf(uri);
  const size = await fileSizeOf(uri, name);
  if (!size.ok) return size;
  const { memoryCap } = readSettings();
  if (size.value > memoryCap) {
    return refuse(
      'memory',
      `${name} has ${formatBytes(size.value)}, which exceeds the memory cap of ${formatBytes(memoryCap)} (setting convt.memoryCap).`,
    );
  }
  try {
    return ok(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  } catch (error) {
    return refuse('file', `${name} cannot be read: ${messageOf(error)}`);
  }
}
