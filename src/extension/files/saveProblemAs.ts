import * as vscode from 'vscode';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { replaceFile } from './saveFile.ts';
import { viewIds } from '../shared/viewIds.ts';

const ending = '.convt.json';

/**
 * Asks where to save a scenario, writes it there with its output to check in a `.npy` file beside it, and opens it.
 * The path, or null when nothing was saved: the user thought better of it, or has been shown why it failed.
 */
export async function saveProblemAs(
  suggestedName: string,
  scenario: Scenario,
  actual: Uint8Array,
  folder: vscode.Uri | null,
): Promise<string | null> {
  const chosen = await vscode.window.showSaveDialog({
    ...(folder === null ? {} : { defaultUri: vscode.Uri.joinPath(folder, suggestedName) }),
    filters: { Scenario: ['json'] },
  });
  if (chosen === undefined) return null;
  const name = chosen.path.slice(chosen.path.lastIndexOf('/') + 1);
  const stem = name.replace(/(\.convt)?(\.json)?$/, '');
  // The editor is chosen by the ending.
  const target = vscode.Uri.joinPath(chosen, '..', `${stem}${ending}`);
  const path = target.scheme === 'file' ? target.fsPath : target.path;
  try {
    if (target.path !== chosen.path && (await isThere(target))) {
      throw new Error('a file of that name is there already');
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
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`${path} was not saved: ${why}`);
    return null;
  }
  await vscode.commands.executeCommand('vscode.openWith', target, viewIds.scenarioEditor);
  return path;
}

/** A name for the output that nothing has yet: nobody was asked whether it may be overwritten. */
async function freeName(target: vscode.Uri, stem: string): Promise<string> {
  for (let count = 1; ; count++) {
    const name = `${stem}.actual${count === 1 ? '' : `-${count}`}.npy`;
    if (!(await isThere(vscode.Uri.joinPath(target, '..', name)))) return name;
  }
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
