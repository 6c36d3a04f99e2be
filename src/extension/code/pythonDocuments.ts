import * as vscode from 'vscode';
import { type FindOptions, findCalls } from '../../python/findCalls.ts';
import type { CallSite } from '../../python/callSite.ts';
import { NotebookSource } from '../../python/notebookSource.ts';
import { PythonSource } from '../../python/syntax/pythonSource.ts';
import { withAnsweredInput } from '../../review/knownLayer.ts';
import { readSizes } from '../../scenario/paste/sizesText.ts';
import type { CallAnswers } from './callAnswers.ts';
import { inputSizeSetting, onCodeSettings } from './codeSettings.ts';

/** The calls of a version of a document. */
interface Found {
  readonly version: number;
  readonly sites: readonly CallSite[];
}

/** The longest text whose calls are looked for, in characters. */
export const longestText = 4_000_000;

/** The calls in Python documents and notebooks, found when somebody asks and kept until the text changes. */
export class PythonDocuments {
  readonly #answers: CallAnswers;
  readonly #sources = new Map<string, PythonSource>();
  readonly #notebooks = new Map<
    vscode.NotebookDocument,
    { source: NotebookSource; versions: string; sites: ReadonlyMap<string, readonly CallSite[]> }
  >();
  #found = new WeakMap<vscode.TextDocument, Found>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;

  /** Fires when calls amount to something else although no text has changed: by an answer or a setting. */
  readonly onDidChange = this.#changed.event;

  constructor(answers: CallAnswers) {
    this.#answers = answers;
    const forget = (): void => {
      this.#found = new WeakMap();
      this.#notebooks.clear();
      this.#changed.fire();
    };
    this.#listening = vscode.Disposable.from(
      answers.onDidChange(forget),
      onCodeSettings(forget),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#sources.delete(uri.toString())),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#notebooks.delete(notebook)),
    );
  }

  /** Returns the calls of a document as it is now, in their order; none if the text is too long. */
  sitesOf(document: vscode.TextDocument): readonly CallSite[] {
    const notebook = notebookOf(document);
    if (notebook !== null) return this.#inNotebook(notebook).get(document.uri.toString()) ?? [];
    const { version } = document;
    const known = this.#found.get(document);
    if (known?.version === version) return known.sites;
    const sites = this.#find(document);
    this.#found.set(document, { version, sites });
    return sites;
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  #find(document: vscode.TextDocument): readonly CallSite[] {
    const text = document.getText();
    if (text.length > longestText) return [];
    const key = document.uri.toString();
    const source = this.#sources.get(key)?.withText(text) ?? PythonSource.of(text);
    this.#sources.set(key, source);
    return this.answered(document.uri, findCalls(source, this.optionsOf(document.uri)));
  }

  #inNotebook(notebook: vscode.NotebookDocument): ReadonlyMap<string, readonly CallSite[]> {
    const cells = pythonCells(notebook);
    const versions = cells.map(({ document }) => `${document.uri.fragment} ${document.version}`).join('\n');
    const known = this.#notebooks.get(notebook);
    if (known?.versions === versions) return known.sites;
    const texts = cells.map(({ document }) => document.getText());
    const source = known?.source.withCells(texts) ?? NotebookSource.of(texts);
    const found = source.findCalls(this.optionsOf(notebook.uri));
    const sites = new Map(
      cells.map(({ document }, at) => [document.uri.toString(), this.answered(notebook.uri, found[at] ?? [])] as const),
    );
    this.#notebooks.set(notebook, { source, versions, sites });
    return sites;
  }

  /** Returns calls of a document with what was answered about them. */
  answered(document: vscode.Uri, sites: readonly CallSite[]): readonly CallSite[] {
    const answers = this.#answers.ofDocument(document);
    return sites.map((site) => {
      const answer = answers.get(site.path);
      return answer === undefined || site.kind !== 'transposed' ? site : withAnsweredInput(site, answer);
    });
  }

  /** Returns what is known beside the code of a document. */
  optionsOf(document: vscode.Uri): FindOptions {
    const answers = [...this.#answers.ofDocument(document)].flatMap(([path, { input }]) =>
      input === null ? [] : [[path, input] as const],
    );
    return { defaultInput: defaultInputOf(inputSizeSetting(document)), answers: new Map(answers) };
  }
}

/** Returns the document under which answers about the calls of a document are kept: a cell's notebook. */
export function answeredDocument(document: vscode.TextDocument): vscode.Uri {
  return notebookOf(document)?.uri ?? document.uri;
}

/** Returns the notebook that a document is a cell of; null for any other document. */
export function notebookOf({ uri }: vscode.TextDocument): vscode.NotebookDocument | null {
  if (uri.scheme !== 'vscode-notebook-cell') return null;
  const key = uri.toString();
  const { notebookDocuments } = vscode.workspace;
  return (
    notebookDocuments.find((each) => each.getCells().some(({ document }) => document.uri.toString() === key)) ?? null
  );
}

function pythonCells(notebook: vscode.NotebookDocument): readonly vscode.NotebookCell[] {
  return notebook
    .getCells()
    .filter(({ kind, document }) => kind === vscode.NotebookCellKind.Code && document.languageId === 'python');
}

/** Reads the setting: sizes such as "1x3x64x64" or "64x64", of which all are numbers. Null for anything else. */
function defaultInputOf(text: string): readonly number[] | null {
  const sizes = readSizes(text);
  return sizes?.every((size): size is number => size !== null && size >= 1) === true ? sizes : null;
}
