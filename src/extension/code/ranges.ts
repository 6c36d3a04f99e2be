import * as vscode from 'vscode';
import type { TextRange } from '../../python/callSite.ts';
import type { SourceEdit } from '../../review/finding.ts';

/** Returns the range of a document at these positions of its text. */
export function rangeIn(document: vscode.TextDocument, { from, to }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(from), document.positionAt(to));
}

/** Returns the workspace edit that makes edits of a document's current text. */
export function workspaceEdit(document: vscode.TextDocument, edits: readonly SourceEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) edit.replace(document.uri, rangeIn(document, range), text);
  return edit;
}
