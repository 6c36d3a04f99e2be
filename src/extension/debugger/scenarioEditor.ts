import * as vscode from 'vscode';
import { Debugger } from './debugger.ts';
import type { Debuggers } from './debuggers.ts';
import { DocumentModel } from './documentModel.ts';

/** `*.convt.json` as the visual debugger: a view of the text document, which keeps the undo stack. */
export class ScenarioEditor implements vscode.CustomTextEditorProvider {
  readonly #extension: vscode.Uri;
  readonly #debuggers: Debuggers;

  constructor(extension: vscode.Uri, debuggers: Debuggers) {
    this.#extension = extension;
    this.#debuggers = debuggers;
  }

  async resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): Promise<void> {
    const model = new DocumentModel(document, await isReadonly(document));
    this.#debuggers.add(new Debugger(this.#extension, panel, model));
  }
}

async function isReadonly(document: vscode.TextDocument): Promise<boolean> {
  if (document.isUntitled) return false;
  if (vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) === false) return true;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(document.uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    // Deleted since, or content that no file system provides (a diff's left side): VS Code decides.
    return false;
  }
}
