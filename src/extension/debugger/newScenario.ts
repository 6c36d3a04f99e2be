import * as vscode from 'vscode';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';
import { pickPreset } from './pickPreset.ts';
import { viewIds } from '../shared/viewIds.ts';

/** A new, unsaved `*.convt.json` that begins as a preset. */
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

/** The first free name; the ending is what makes it ours, so that VS Code's own "Untitled-1" will not do. */
function untitledUri(): vscode.Uri {
  const taken = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  for (let count = 1; ; count++) {
    const uri = vscode.Uri.from({ scheme: 'untitled', path: `scenario-${count}.convt.json` });
    if (!taken.has(uri.toString())) return uri;
  }
}
