import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Debugger } from './debugger.ts';
import type { Debuggers } from './debuggers.ts';
import { viewIds } from '../shared/viewIds.ts';

/** Opens a document in the visual debugger, or brings the editor that shows it already to the front. */
export async function openDocumentInDebugger(uri: vscode.Uri, debuggers: Debuggers): Promise<Result<Debugger>> {
  try {
    // VS Code shows an error page, and tells us nothing, of what it cannot open as a text: no such
    // file, a folder, bytes.
    await vscode.workspace.openTextDocument(uri);
  } catch (error) {
    return cannotOpen(uri, error);
  }
  const open = debuggers.ofDocument(uri);
  if (open !== null) {
    open.panel.reveal();
    return ok(open);
  }
  const expected = debuggers.expect(uri);
  try {
    await vscode.commands.executeCommand('vscode.openWith', uri, viewIds.scenarioEditor);
  } catch (error) {
    debuggers.giveUp(uri, cannotOpen(uri, error));
  }
  return await expected;
}

function cannotOpen(uri: vscode.Uri, error: unknown): Result<never> {
  const why = error instanceof Error ? error.message : String(error);
  return refuse('file', `${uri.toString(true)} cannot be opened: ${why}`);
}
