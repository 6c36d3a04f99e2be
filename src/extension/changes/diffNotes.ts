import * as vscode from 'vscode';
import type { CodePlace } from '../../protocol/codeMessages.ts';
import { type FindOptions, optionsText } from '../../python/findCalls.ts';
import { mayHaveCalls } from '../../python/mayHaveCalls.ts';
import type { CallChange } from '../../review/changes/callChange.ts';
import { callsOfFile } from '../../review/changes/callsOfFile.ts';
import { changeText } from '../../review/changes/changeText.ts';
import type { LocatedCall } from '../../review/changes/locatedCall.ts';
import { targetOf } from '../code/callCommands.ts';
import { longestText } from '../code/pythonDocuments.ts';
import { rangeIn } from '../code/ranges.ts';
import type { ChangedCalls } from './changedCalls.ts';
import { hoverText } from './changeLenses.ts';

/** The time without a change after which the notes are made anew. */
const pauseMilliseconds = 300;

/** Names the call that a note in a diff editor is about: the call on the right side, and the document on the left one. */
export interface DiffTarget extends CodePlace {
  readonly original: string;
}

/**
 * Notes beside the changed calls on the right side of each visible diff editor what changed in effect. Code lenses are
 * usually off there. The versions are those of the diff, whatever they come from.
 */
export class DiffNotes {
  readonly #calls: ChangedCalls;
  readonly #type = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 2em' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #listening: vscode.Disposable;
  readonly #noted = new Set<vscode.TextEditor>();
  /** The calls of the left sides, which stay as they are while the right sides are edited. */
  readonly #originals = new WeakMap<
    vscode.TextDocument,
    { readonly key: string; readonly calls: readonly LocatedCall[] | null }
  >();
  #timer: unknown;
  #run = 0;

  constructor(calls: ChangedCalls) {
    this.#calls = calls;
    const soon = (): void => this.#showSoon();
    this.#listening = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(soon),
      vscode.window.tabGroups.onDidChangeTabs(soon),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === 'python') soon();
      }),
      calls.documents.onDidChange(soon),
    );
    soon();
  }

  /** Compares the documents of a diff editor. */
  async changesIn(original: vscode.Uri, document: vscode.TextDocument): Promise<readonly CallChange[]> {
    const before = await vscode.workspace.openTextDocument(original);
    if (before.getText().length > longestText || document.getText().length > longestText) return [];
    const calls = this.#callsOf(before, this.#calls.documents.optionsOf(document.uri));
    return calls === null ? [] : this.#calls.compare(document, calls);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listening.dispose();
    this.#type.dispose();
  }

  /** Returns the calls of the left side of a diff; null if it is a notebook whose JSON is broken. */
  #callsOf(original: vscode.TextDocument, options: FindOptions): readonly LocatedCall[] | null {
    const key = `${original.version} ${optionsText(options)}`;
    const known = this.#originals.get(original);
    if (known?.key === key) return known.calls;
    const found = callsOfFile(original.uri.path, original.getText(), options);
    const calls = found.ok ? found.value : null;
    this.#originals.set(original, { key, calls });
    return calls;
  }

  #showSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#show(), pauseMilliseconds);
  }

  async #show(): Promise<void> {
    const run = ++this.#run;
    const noted = new Set<vscode.TextEditor>();
    for (const { original, modified, viewColumn } of visibleDiffs()) {
      const editor = vscode.window.visibleTextEditors.find(
        (each) =>
          each.document.uri.toString() === modified.toString() &&
          (each.viewColumn === undefined || each.viewColumn === viewColumn),
      );
      const document = editor?.document;
      if (editor === undefined || document?.languageId !== 'python' || !mayHaveCalls(document.getText())) continue;
      const changes = await this.changesIn(original, document).catch(() => []);
      if (run !== this.#run) return;
      editor.setDecorations(
        this.#type,
        changes
          .filter(({ kind }) => kind === 'changed' || kind === 'moved')
          .flatMap((change) => noteOf(change, original, document)),
      );
      noted.add(editor);
    }
    for (const editor of this.#noted) if (!noted.has(editor)) editor.setDecorations(this.#type, []);
    this.#noted.clear();
    for (const editor of noted) this.#noted.add(editor);
  }
}

function noteOf(change: CallChange, original: vscode.Uri, document: vscode.TextDocument): vscode.DecorationOptions[] {
  if (change.after === null) return [];
  const { site } = change.after;
  const { end } = rangeIn(document, site.range);
  const lineEnd = document.lineAt(end.line).range.end;
  const target: DiffTarget = { original: original.toString(), ...targetOf(document, site) };
  return [
    {
      range: new vscode.Range(lineEnd, lineEnd),
      hoverMessage: hoverText(change, 'in this diff', target),
      renderOptions: { after: { contentText: changeText(change) } },
    },
  ];
}

/** Returns the diff editors of texts that are visible. */
function visibleDiffs(): readonly {
  readonly original: vscode.Uri;
  readonly modified: vscode.Uri;
  readonly viewColumn: vscode.ViewColumn;
}[] {
  return vscode.window.tabGroups.all.flatMap(({ activeTab, viewColumn }) => {
    const input = activeTab?.input;
    return input instanceof vscode.TabInputTextDiff
      ? [{ original: input.original, modified: input.modified, viewColumn }]
      : [];
  });
}
