import * as vscode from 'vscode';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual } from './assert.ts';
import { write } from './fixtures.ts';

/** A generator whose input size a comment says: even, uneven, and a bias before a BatchNorm. */
export const generator = `import torch
from torch import nn


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.up1 = nn.ConvTranspose2d(8, 4, 4, stride=2, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.up2 = nn.ConvTranspose2d(4, 2, 3, 2, 1, 1)

    def forward(self, x):
        # x: 1x8x4x4
        x = torch.relu(self.norm(self.up1(x)))
        return self.up2(x)
`;

/** Opens a Python file with this text in an editor. */
export async function showPython(folder: vscode.Uri, name: string, text: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(await write(folder, name, text));
  return await vscode.window.showTextDocument(document);
}

/** Opens a notebook with these code cells, and returns their documents. */
export async function showNotebook(...cells: readonly string[]): Promise<readonly vscode.TextDocument[]> {
  const { Code } = vscode.NotebookCellKind;
  const data = cells.map((text) => new vscode.NotebookCellData(Code, text, 'python'));
  const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData(data));
  await vscode.window.showNotebookDocument(notebook);
  return notebook.getCells().map(({ document }) => document);
}

/** Returns the titles of a document's lenses, from top to bottom. */
export async function lensesOf(uri: vscode.Uri): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return lenses
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .flatMap(({ command }) => (command === undefined ? [] : [command.title]));
}

/** Waits until a document has these lenses. */
export async function waitForLenses(uri: vscode.Uri, expected: readonly string[]): Promise<void> {
  await eventually(async () => assertEqual(await lensesOf(uri), expected, 'lenses'), 'the lenses');
}

/** Returns a document's problems of this extension. */
export function problemsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'ConvTranspose2d');
}

/** Waits until a document has problems of exactly these kinds, each with the text that it marks: "uneven-overlap 3". */
export async function waitForProblems(document: vscode.TextDocument, expected: readonly string[]): Promise<void> {
  await eventually(() => {
    const found = problemsOf(document.uri).map(
      ({ code, range }) => `${typeof code === 'string' ? code : ''} ${document.getText(range)}`,
    );
    assertEqual(found.sort(), [...expected].sort(), 'problems');
  }, 'the problems');
}

/** Returns the range of the first occurrence of a text in a document. */
export function rangeOfText(document: vscode.TextDocument, text: string): vscode.Range {
  const from = document.getText().indexOf(text);
  assert(from >= 0, `there is no ${text}`);
  return new vscode.Range(document.positionAt(from), document.positionAt(from + text.length));
}

/** Replaces the first occurrence of a text in a document. */
export async function replaceText(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOfText(document, from), to);
  assert(await vscode.workspace.applyEdit(edit), 'the edit was not applied');
}

/** Returns the actions at a text of a document, by their titles. */
export async function actionsAt(document: vscode.TextDocument, text: string): Promise<Map<string, vscode.CodeAction>> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    rangeOfText(document, text),
  );
  const byTitle = new Map(actions.map((action) => [action.title, action]));
  assertEqual(byTitle.size, actions.length, 'actions of different titles');
  return byTitle;
}

/** Sets a setting of this extension for a test; the returned function restores the default. */
export async function withSetting(name: string, value: unknown): Promise<() => Promise<void>> {
  const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('convt');
  await configuration().update(name, value, vscode.ConfigurationTarget.Global);
  return async () => {
    await configuration().update(name, undefined, vscode.ConfigurationTarget.Global);
  };
}
