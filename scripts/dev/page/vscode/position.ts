import type { Uri } from './uri.ts';

export class Position {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position, end: Position) {
    this.start = start;
    this.end = end;
  }
}

/** A replacement of a range of a document by a text. */
export interface TextEdit {
  readonly uri: Uri;
  readonly range: Range;
  readonly text: string;
}

/** Edits of documents, which are applied in the order in which they were added. */
export class WorkspaceEdit {
  readonly edits: TextEdit[] = [];

  replace(uri: Uri, range: Range, text: string): void {
    this.edits.push({ uri, range, text });
  }

  insert(uri: Uri, position: Position, text: string): void {
    this.replace(uri, new Range(position, position), text);
  }
}

/** Converts a position in a text to an offset. A position beyond the text becomes the nearest one in it. */
export function offsetAt(text: string, { line, character }: Position): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  return Math.min(start + character, text.length);
}

/** Converts an offset in a text to a position. An offset beyond the text becomes the nearest one in it. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, Math.max(0, offset)).split('\n');
  return new Position(before.length - 1, before.at(-1)?.length ?? 0);
}
