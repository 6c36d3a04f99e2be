import * as vscode from 'vscode';
import type { CallSite } from '../../python/callSite.ts';
import type { Finding } from '../../review/finding.ts';
import { findingsOf } from '../../review/findings.ts';
import { severityOf } from './codeSettings.ts';
import { isWritable } from './isWritable.ts';
import type { PythonDocuments } from './pythonDocuments.ts';
import { rangeIn } from './ranges.ts';

/** A document is checked when it has not changed for this long. */
const pauseMilliseconds = 250;

/** Reports in open Python documents what is wrong with their calls. */
export class CallProblems {
  readonly #documents: PythonDocuments;
  readonly #collection = vscode.languages.createDiagnosticCollection('convt-python');
  readonly #timers = new Map<string, unknown>();
  readonly #listening: vscode.Disposable;
  readonly #checked = new vscode.EventEmitter<vscode.TextDocument>();

  /** Fires when a document has been checked. */
  readonly onDidCheck = this.#checked.event;

  constructor(documents: PythonDocuments) {
    this.#documents = documents;
    const { workspace } = vscode;
    const checkAll = (): void => workspace.textDocuments.forEach((document) => this.#wait(document, 0));
    this.#listening = vscode.Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.#wait(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.#wait(document, pauseMilliseconds)),
      workspace.onDidCloseTextDocument((document) => this.#close(document)),
      documents.onDidChange(checkAll),
    );
    checkAll();
  }

  /** Returns the findings of a call that the settings do not turn off. */
  findingsOf(document: vscode.TextDocument, site: CallSite): readonly Finding[] {
    return findingsOf(document.getText(), site).filter(({ kind }) => severityOf(kind, document.uri) !== null);
  }

  dispose(): void {
    this.#listening.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#collection.dispose();
    this.#checked.dispose();
  }

  #wait(document: vscode.TextDocument, milliseconds: number): void {
    // What cannot be edited cannot be corrected.
    if (document.languageId !== 'python' || !isWritable(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key);
        if (!document.isClosed) this.#check(document);
      }, milliseconds),
    );
  }

  #close(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#collection.delete(document.uri);
  }

  #check(document: vscode.TextDocument): void {
    const text = document.getText();
    const diagnostics = this.#documents.sitesOf(document).flatMap((site) =>
      findingsOf(text, site).flatMap((finding) => {
        const severity = severityOf(finding.kind, document.uri);
        return severity === null ? [] : [diagnosticOf(document, finding, severity)];
      }),
    );
    if (diagnostics.length === 0) this.#collection.delete(document.uri);
    else this.#collection.set(document.uri, diagnostics);
    this.#checked.fire(document);
  }
}

function diagnosticOf(
  document: vscode.TextDocument,
  { kind, message, range }: Finding,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeIn(document, range), message, severity);
  diagnostic.source = 'ConvTranspose2d';
  diagnostic.code = kind;
  return diagnostic;
}
