import type * as vscode from 'vscode';
import { TensorFilePage } from './tensorFilePage.ts';
import type { TensorUses } from './tensorUses.ts';

/** Tensor files to be looked at: nothing is ever written to them. */
export class TensorFileEditor implements vscode.CustomReadonlyEditorProvider {
  readonly #extension: vscode.Uri;
  readonly #uses: TensorUses;

  constructor(extension: vscode.Uri, uses: TensorUses) {
    this.#extension = extension;
    this.#uses = uses;
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor(document: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    new TensorFilePage(this.#extension, panel, document.uri, this.#uses);
  }
}
