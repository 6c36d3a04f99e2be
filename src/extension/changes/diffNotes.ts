import * as vscode from 'vscode';
import { callsOfFile } from '../../review/changes/callsOfFile.ts';
import { mayHaveCalls } from '../../python/relevantIn.ts';
import type { CallChange } from '../../review/changes/callChange.ts';
import { changeText } from '../../review/changes/changeText.ts';
import { rangeIn } from '../code/ranges.ts';
import type { ChangedCalls } from './changedCalls.ts';
import { hoverText } from './changeLenses.ts';

/** The time without a change after which the notes are made anew. */
const pauseMilliseconds = 300;
/** The longest text, in characters, whose changes are noted. */
const longestText = 4_000_000;

/** Names the call that a note in a diff editor is about: the documents on both sides, and where the call stands. */
export interface DiffTarget {
  readonly original: string;
  readonly uri: string;
  readonly path: string;
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
    const text = before.getText();
    if (text.length > longestText || document.getText().length > longestText) return [];
    const calls = callsOfFile(original.path, text, this.#calls.documents.optionsOf(document.uri));
    return calls.ok ? this.#calls.compare(document, calls.value) : [];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listening.dispose();
    this.#type.dispose();
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
  const target: DiffTarget = { original: original.toString(), uri: document.uri.toString(), path: site.path };
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
