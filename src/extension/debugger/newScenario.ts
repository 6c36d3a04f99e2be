import * as vscode from 'vscode';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';
import { pickPreset } from './pickPreset.ts';
import { viewIds } from '../shared/viewIds.ts';

/** Opens a new, unsaved `*.convt.json` with the preset that the user picks. */
export async function newScenario(): Promise<void> {
  const scenario = await pickPreset();
  if (scenario === null) return;
  const uri = untitledUri();
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), serializeScenario(scenario));
  await vscode.workspace.applyEdit(edit);
  await vscode.commands.executeCommand('vscode.openWith', document.uri, viewIds.scenarioEditor);
}

/** Returns the first free name with the file extension that opens the debugger, which VS Code's "Untitled-1" lacks. */
function untitledUri(): vscode.Uri {
  const taken = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  for (let count = 1; ; count++) {
    const uri = vscode.Uri.from({ scheme: 'untitled', path: `scenario-${count}.convt.json` });
    if (!taken.has(uri.toString())) return uri;
  }
}
