import * as vscode from 'vscode';
import { messageOf } from '../../engine/core/messageOf.ts';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { replaceFile } from './saveFile.ts';
import { viewIds } from '../shared/viewIds.ts';

const ending = '.convt.json';

/**
 * Asks the user where to save a scenario, writes it with its output to check in a `.npy` file beside it, and opens it.
 * Returns the scenario's path; null if the user cancels, or if saving failed and the user has been told why.
 */
export async function saveProblemAs(
  suggestedName: string,
  scenario: Scenario,
  actual: Uint8Array,
  folder: vscode.Uri | null,
): Promise<string | null> {
  const chosen = await vscode.window.showSaveDialog({
    ...(folder === null ? {} : { defaultUri: vscode.Uri.joinPath(folder, suggestedName) }),
    title: 'Save as Scenario',
    saveLabel: 'Save Scenario',
    filters: { Scenario: ['json'] },
  });
  if (chosen === undefined) return null;
  const name = chosen.path.slice(chosen.path.lastIndexOf('/') + 1);
  const stem = name.replace(/(\.convt)?(\.json)?$/, '');
  // VS Code chooses the editor by the file extension.
  const target = vscode.Uri.joinPath(chosen, '..', `${stem}${ending}`);
  const path = target.scheme === 'file' ? target.fsPath : target.path;
  try {
    if (target.path !== chosen.path && (await fileExists(target))) {
      throw new Error(`${stem}${ending} exists already. Choose another name`);
    }
    const beside = await freeName(target, stem);
    const output = vscode.Uri.joinPath(target, '..', beside);
    await replaceFile(output, actual);
    const text = serializeScenario({ ...scenario, actual: { file: beside } });
    try {
      await replaceFile(target, new TextEncoder().encode(text));
    } catch (error) {
      await vscode.workspace.fs.delete(output).then(undefined, () => undefined);
      throw error;
    }
  } catch (error) {
    void vscode.window.showErrorMessage(`${path} was not saved: ${messageOf(error)}`);
    return null;
  }
  await vscode.commands.executeCommand('vscode.openWith', target, viewIds.scenarioEditor);
  return path;
}

/** Returns a free name for the output's file, because the user was not asked whether a file may be overwritten. */
async function freeName(target: vscode.Uri, stem: string): Promise<string> {
  for (let count = 1; ; count++) {
    const name = `${stem}.actual${count === 1 ? '' : `-${count}`}.npy`;
    if (!(await fileExists(vscode.Uri.joinPath(target, '..', name)))) return name;
  }
}

async function fileExists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
