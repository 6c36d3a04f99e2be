import type { CallSite, TextRange } from '../../python/callSite.ts';

/** A range of a file's text. Lines and columns are counted from 1, columns in UTF-16 code units; the end is excluded. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A call in a file. */
export interface LocatedCall {
  /** The path of the file, with `/` between folders. */
  readonly file: string;
  readonly site: CallSite;
  /** The text that the ranges of `site` refer to: that of the file, or of the notebook's cell. */
  readonly source: string;
  /** The notebook's cell, from 1; null in a Python file. */
  readonly cell: number | null;
  /** The line in `source`, from 1: what a reader of the notebook counts. */
  readonly line: number;
  /** Where the call stands in the file. */
  readonly place: FilePlace;
  /** Returns where a range of `source` stands in the file. */
  readonly placeOf: (range: TextRange) => FilePlace;
}

/** Says where a call stands: "line 12", "cell 3, line 2". */
export function whereText({ cell, line }: Pick<LocatedCall, 'cell' | 'line'>): string {
  return cell === null ? `line ${line}` : `cell ${cell}, line ${line}`;
}
