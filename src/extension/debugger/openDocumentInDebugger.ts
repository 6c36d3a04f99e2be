import * as vscode from 'vscode';
import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Debugger } from './debugger.ts';
import type { Debuggers } from './debuggers.ts';
import { viewIds } from '../shared/viewIds.ts';

/** Opens a document in the visual debugger. If an editor shows the document already, brings that editor to the front. */
export async function openDocumentInDebugger(uri: vscode.Uri, debuggers: Debuggers): Promise<Result<Debugger>> {
  try {
    // `vscode.openWith` reports nothing if it cannot open a text (a missing file, a folder, binary data): it shows an
    // error page.
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
  return refuse('file', `${uri.toString(true)} cannot be opened: ${messageOf(error)}`);
}
