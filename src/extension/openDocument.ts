import * as vscode from 'vscode';
import { accept, refuse, type Result } from '../engine/refusal.ts';
import type { Debugger } from './debugger.ts';
import type { Debuggers } from './debuggers.ts';
import { scenarioEditorId } from './scenarioEditor.ts';

/** Opens a document in the visual debugger, or brings the editor that shows it already to the front. */
export async function openDocument(
  uri: vscode.Uri,
  debuggers: Debuggers,
): Promise<Result<Debugger>> {
  const open = debuggers.ofDocument(uri);
  if (open !== null) {
    open.panel.reveal();
    return accept(open);
  }
  const expected = debuggers.expect(uri);
  try {
    // VS Code shows an error page, and tells us nothing, when there is no such file.
    if (uri.scheme !== 'untitled') await vscode.workspace.fs.stat(uri);
    await vscode.commands.executeCommand('vscode.openWith', uri, scenarioEditorId);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse('file', `${uri.toString(true)} cannot be opened: ${why}`);
  }
  return accept(await expected);
}
