import * as vscode from 'vscode';
import type { Coach } from './coach.ts';
import { Debugger } from './debugger.ts';
import type { Debuggers } from './debuggers.ts';
import { DocumentModel } from './documentModel.ts';

/** Shows `*.convt.json` documents in the visual debugger. The text document keeps the undo stack. */
export class ScenarioEditor implements vscode.CustomTextEditorProvider {
  readonly #extension: vscode.Uri;
  readonly #debuggers: Debuggers;
  readonly #coach: Coach;

  constructor(extension: vscode.Uri, debuggers: Debuggers, coach: Coach) {
    this.#extension = extension;
    this.#debuggers = debuggers;
    this.#coach = coach;
  }

  async resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): Promise<void> {
    const model = new DocumentModel(document, await isReadonly(document));
    this.#debuggers.add(new Debugger(this.#extension, panel, model, this.#coach));
  }
}

async function isReadonly(document: vscode.TextDocument): Promise<boolean> {
  if (document.isUntitled) return false;
  if (vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) === false) return true;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(document.uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    // The file was deleted, or no file system provides it (the left side of a diff): VS Code decides.
    return false;
  }
}
