import type * as vscode from 'vscode';
import type { CallSite } from '../../python/callSite.ts';
import { type CallChange, comparedCall } from '../../review/changes/callChange.ts';
import type { LocatedCall } from '../../review/changes/locatedCall.ts';
import { matchCalls } from '../../review/changes/matchCalls.ts';
import { notebookOf, type PythonDocuments } from '../code/pythonDocuments.ts';

/** Compares the calls of open documents with earlier versions of them. */
export class ChangedCalls {
  readonly documents: PythonDocuments;

  constructor(documents: PythonDocuments) {
    this.documents = documents;
  }

  /**
   * Compares the calls of a document (of a notebook: of all its cells) with those that `before` has. Returns the changes
   * of the calls in this document, with their ranges in it.
   */
  compare(document: vscode.TextDocument, before: readonly LocatedCall[]): readonly CallChange[] {
    const key = document.uri.toString();
    const file = before[0]?.file ?? document.uri.path;
    const calls = cellsOf(document).flatMap(({ document: each, number }) =>
      this.documents
        .sitesOf(each)
        .map((site) => ({ call: locatedIn(each, site, file, number), key: each.uri.toString() })),
    );
    const own = new Set(calls.filter((each) => each.key === key).map(({ call }) => call));
    return matchCalls(
      before,
      calls.map(({ call }) => call),
    )
      .filter(({ after }) => after !== null && own.has(after))
      .map(comparedCall)
      .filter((change) => change !== null);
  }
}

/** Returns the code cells of the notebook that a document is a cell of; otherwise the document alone. */
function cellsOf(
  document: vscode.TextDocument,
): readonly { readonly document: vscode.TextDocument; readonly number: number | null }[] {
  const notebook = notebookOf(document);
  if (notebook === null) return [{ document, number: null }];
  return notebook
    .getCells()
    .map((cell, index) => ({ document: cell.document, number: index + 1 }))
    .filter((cell) => cell.document.languageId === 'python');
}

function locatedIn(document: vscode.TextDocument, site: CallSite, file: string, cell: number | null): LocatedCall {
  const placeOf: LocatedCall['placeOf'] = ({ from, to }) => {
    const [start, end] = [document.positionAt(from), document.positionAt(to)];
    return {
      line: start.line + 1,
      column: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    };
  };
  const place = placeOf(site.range);
  return { file, site, source: document.getText(), cell, line: place.line, place, placeOf };
}
