import * as vscode from 'vscode';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { findEntry, tensorPathOf } from '../../formats/common/tensorPath.ts';
import { openTensorFileAt } from '../files/openTensorFileAt.ts';
import { refuseWithoutFolder, tensorFileUri } from '../files/readTensorAtPath.ts';
import { TensorFileWatch } from '../files/tensorFileWatch.ts';
import { placeOf } from './placeOf.ts';

/** A document is checked when it has not changed for this long. */
const pauseMilliseconds = 200;

/** Reports in the text of every open `*.convt.json` why it cannot be run, whether or not a debugger is open. */
export class DocumentDiagnostics {
  readonly #collection = vscode.languages.createDiagnosticCollection('convt');
  readonly #checks = new Map<vscode.TextDocument, DocumentCheck>();
  readonly #listening: vscode.Disposable;

  constructor() {
    const { workspace } = vscode;
    this.#listening = vscode.Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.#open(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#checks.get(document)?.changed()),
      workspace.onDidCloseTextDocument((document) => this.#close(document)),
    );
    workspace.textDocuments.forEach((document) => this.#open(document));
  }

  dispose(): void {
    this.#listening.dispose();
    for (const check of this.#checks.values()) check.dispose();
    this.#collection.dispose();
  }

  #open(document: vscode.TextDocument): void {
    if (!isChecked(document)) return;
    this.#checks.get(document)?.dispose();
    this.#checks.set(document, new DocumentCheck(document, this.#collection));
  }

  #close(document: vscode.TextDocument): void {
    this.#checks.get(document)?.dispose();
    this.#checks.delete(document);
  }
}

/** A document that cannot be edited, such as the old side of a diff, is not checked, because it cannot be corrected. */
function isChecked({ uri, isUntitled }: vscode.TextDocument): boolean {
  const canBeWritten = isUntitled || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
  return canBeWritten && uri.path.endsWith('.convt.json');
}

/** Checks a document whenever its text or a tensor file that it names changes. */
class DocumentCheck {
  readonly #document: vscode.TextDocument;
  readonly #collection: vscode.DiagnosticCollection;
  /** The shapes of the tensors that the text names, by their paths. Cleared when a file changes. */
  readonly #shapes = new Map<string, Promise<Result<Shape>>>();
  readonly #watch = new TensorFileWatch(() => {
    this.#shapes.clear();
    this.changed();
  });
  #timer: unknown = null;
  #isDisposed = false;

  constructor(document: vscode.TextDocument, collection: vscode.DiagnosticCollection) {
    this.#document = document;
    this.#collection = collection;
    void this.#check();
  }

  /** Checks the document after a pause. */
  changed(): void {
    if (this.#isDisposed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), pauseMilliseconds);
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#watch.dispose();
    this.#collection.delete(this.#document.uri);
  }

  async #check(): Promise<void> {
    const document = this.#document;
    const { version } = document;
    const text = document.getText();
    const files: vscode.Uri[] = [];
    const { checkDocument } = await import('./checkDocument.ts');
    const refusal = await checkDocument(text, async (path) => {
      const { file, key } = tensorPathOf(path);
      const uri = tensorFileUri(file, baseOf(document));
      if (uri === null || this.#isDisposed) return refuseWithoutFolder(path);
      files.push(uri);
      this.#watch.watch(files);
      const shape = this.#shapes.get(path) ?? readShape(uri, file, key);
      this.#shapes.set(path, shape);
      return await shape;
    });
    // A changed text is checked again.
    if (this.#isDisposed || document.version !== version) return;
    this.#watch.watch(files);
    if (refusal === null) {
      this.#collection.delete(document.uri);
      return;
    }
    const { offset, length } = placeOf(refusal, text);
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    const diagnostic = new vscode.Diagnostic(range, refusal.message, vscode.DiagnosticSeverity.Error);
    diagnostic.source = 'ConvTranspose2d';
    this.#collection.set(document.uri, [diagnostic]);
  }
}

/** Reads a tensor's shape from the headers of its file. The file is not kept, because its source may hold all its bytes. */
async function readShape(uri: vscode.Uri, name: string, key: string | null): Promise<Result<Shape>> {
  const file = await openTensorFileAt(uri, name);
  const entry = file.ok ? findEntry(file.value, key) : file;
  return entry.ok ? ok(entry.value.shape) : entry;
}

/** Returns the folder that a document's relative paths start from: its own, or the workspace's if it is untitled. */
export function baseOf({ uri, isUntitled }: Pick<vscode.TextDocument, 'uri' | 'isUntitled'>): vscode.Uri | null {
  return isUntitled ? (vscode.workspace.workspaceFolders?.[0]?.uri ?? null) : vscode.Uri.joinPath(uri, '..');
}
