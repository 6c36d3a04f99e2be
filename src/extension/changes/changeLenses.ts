import * as vscode from 'vscode';
import { mayHaveCalls } from '../../python/mayHaveCalls.ts';
import type { CallChange } from '../../review/changes/callChange.ts';
import { changeText } from '../../review/changes/changeText.ts';
import { changeMarkdown } from '../../review/changes/reviewMarkdown.ts';
import { commandAddress, targetOf } from '../code/callCommands.ts';
import { isShown } from '../code/codeSettings.ts';
import { answeredDocument } from '../code/pythonDocuments.ts';
import { rangeIn } from '../code/ranges.ts';
import { changeCommands } from './changeCommands.ts';
import type { ChangedCalls } from './changedCalls.ts';
import type { HeadCalls } from './headCalls.ts';

/** The first words of a lens that tells of a change. */
const since = 'since HEAD';

/** Shows beside each call what changed in effect since the commit that is checked out. */
export class ChangeLenses {
  readonly #calls: ChangedCalls;
  readonly #head: HeadCalls;

  constructor(calls: ChangedCalls, head: HeadCalls) {
    this.#calls = calls;
    this.#head = head;
  }

  /** Returns a lens above each call that does something else than in the checked-out commit. */
  async lenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (!isShown('codeLens', document.uri)) return [];
    const changes = await this.changesOf(document, token);
    return changes.flatMap((change) => {
      if (change.after === null) return [];
      const { site } = change.after;
      const isPair = isDebuggable(change);
      const command: vscode.Command = {
        title: `${since}: ${changeText(change)}`,
        command: isPair ? changeCommands.debugBoth : '',
        tooltip: isPair ? 'Debug the call before and after in one debugger' : site.path,
        arguments: [targetOf(document, site)],
      };
      return [new vscode.CodeLens(rangeIn(document, site.range), command)];
    });
  }

  /** Returns what changed, if the position is on the name of a changed call; null otherwise. */
  async hover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | null> {
    if (!isShown('hover', document.uri)) return null;
    const at = document.offsetAt(position);
    const changes = await this.changesOf(document, token);
    const change = changes.find(
      ({ after }) => after !== null && after.site.callee.from <= at && at <= after.site.callee.to,
    );
    if (change?.after === null || change?.after === undefined) return null;
    const { site } = change.after;
    return new vscode.Hover(hoverText(change, since, targetOf(document, site)), rangeIn(document, site.range));
  }

  /** Returns the calls of a document that do something else than in the checked-out commit. */
  async changesOf(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<readonly CallChange[]> {
    const uri = answeredDocument(document);
    if (uri.scheme !== 'file' || !mayHaveCalls(document.getText())) return [];
    const before = await this.#head.of(uri, this.#calls.documents.optionsOf(uri));
    if (before === null || token.isCancellationRequested) return [];
    return this.#calls.compare(document, before).filter(({ kind }) => kind === 'changed');
  }
}

/** Returns whether both versions of a call can be shown in a debugger. */
export function isDebuggable({ before, after }: CallChange): boolean {
  return [before, after].every((call) => call?.site.kind === 'transposed' && call.site.isComplete);
}

/** Returns what changed as the text of a hover, with a link that debugs both versions of the call. */
export function hoverText(change: CallChange, when: string, target: unknown): vscode.MarkdownString {
  const link = isDebuggable(change)
    ? `\n\n[Debug before and after](${commandAddress(changeCommands.debugBoth, target)})`
    : '';
  const text = new vscode.MarkdownString(`_${when}:_ ${changeMarkdown(change)}${link}`);
  text.isTrusted = { enabledCommands: [changeCommands.debugBoth] };
  return text;
}
