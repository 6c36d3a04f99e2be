import { applyEdits } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { Result } from '../../engine/core/refusal.ts';
import type { PageStart } from '../../protocol/hostMessages.ts';
import { parseDocument } from '../../scenario/document/parseDocument.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { baseOf } from '../document/documentDiagnostics.ts';
import { editDocument } from '../document/editDocument.ts';
import type { ScenarioModel } from './scenarioModel.ts';

/** The scenario of a `*.convt.json` document. The text is authoritative, and each edit is one step of its undo stack. */
export class DocumentModel implements ScenarioModel {
  readonly origin: PageStart['origin'];
  readonly history = null;
  readonly document: vscode.Uri;
  readonly base: vscode.Uri | null;
  readonly #readonly: boolean;
  readonly #document: vscode.TextDocument;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;
  /** The last edit. Edits are made one after another, because each is computed from the text that the previous one leaves. */
  #edits: Promise<unknown> = Promise.resolve();
  /** The text after the page's last edit. A change to this text is not reported, because the page shows it already. */
  #own: string | null = null;

  readonly onDidChange = this.#changed.event;

  constructor(document: vscode.TextDocument, readonly: boolean) {
    this.#document = document;
    this.document = document.uri;
    this.#readonly = readonly;
    this.origin = { kind: 'document', readonly };
    this.base = baseOf(document);
    this.#listening = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document || event.contentChanges.length === 0) return;
      const text = document.getText();
      if (text === this.#own) return;
      this.#own = null;
      this.#changed.fire();
    });
  }

  read(): Result<Scenario> | null {
    const text = this.#document.getText();
    return text.trim() === '' ? null : parseDocument(text);
  }

  edit(scenario: Scenario): Promise<boolean> {
    const edited = this.#edits.then(() => this.#apply(scenario));
    this.#edits = edited.catch(() => undefined);
    return edited;
  }

  stepHistory(direction: 'undo' | 'redo'): void {
    // VS Code undoes the edits of a document. It is asked by the page only if edits are still being made.
    this.#edits = this.#edits.then(() => vscode.commands.executeCommand(direction)).catch(() => undefined);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  async #apply(scenario: Scenario): Promise<boolean> {
    if (this.#readonly) return false;
    const current = this.read();
    // A text that does not parse may be half-written, so it is not overwritten.
    if (current?.ok === false) return false;
    const text = this.#document.getText();
    const newline = this.#document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const edits = editDocument(text, current?.value ?? null, scenario, newline);
    if (edits.length === 0) return true;
    const edit = new vscode.WorkspaceEdit();
    for (const { offset, length, content } of edits) {
      const range = new vscode.Range(this.#document.positionAt(offset), this.#document.positionAt(offset + length));
      edit.replace(this.#document.uri, range, content);
    }
    this.#own = applyEdits(text, [...edits]);
    const applied = await vscode.workspace.applyEdit(edit);
    if (!applied) this.#own = null;
    return applied;
  }
}
