import type * as vscode from 'vscode';

/** Text that may contain a call. Nothing that reads Python is loaded for any other document. */
const mayBeCall = /transpose|fold/i;

/** What the test said of a version of a document. */
interface Tested {
  readonly version: number;
  readonly answer: boolean;
}

const tested = new WeakMap<vscode.TextDocument, Tested>();

/**
 * Returns whether a document is Python that may contain a call. Each version is tested once, because every lens, hover,
 * hint and action asks.
 */
export function mayShowCalls(document: vscode.TextDocument): boolean {
  const { version, languageId } = document;
  if (languageId !== 'python') return false;
  const known = tested.get(document);
  if (known?.version === version) return known.answer;
  const answer = mayBeCall.test(document.getText());
  tested.set(document, { version, answer });
  return answer;
}
