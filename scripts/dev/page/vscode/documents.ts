import { onFileChange } from '../serverEvents.ts';
import { sessionKey } from '../session.ts';
import { EventEmitter } from './events.ts';
import { fs } from './fileSystem.ts';
import { offsetAt, type Position, positionAt, type WorkspaceEdit } from './position.ts';
import { Uri } from './uri.ts';

export const EndOfLine = { LF: 1, CRLF: 2 } as const;

/** A text document. Edits stay in this page; the file on the disk is never written. */
export class TextDocument {
  readonly uri: Uri;
  readonly languageId: string;
  #text: string;
  #version = 1;

  constructor(uri: Uri, text: string, languageId: string) {
    this.uri = uri;
    this.languageId = languageId;
    this.#text = text;
  }

  get isUntitled(): boolean {
    return this.uri.scheme === 'untitled';
  }

  get eol(): number {
    return this.#text.includes('\r\n') ? EndOfLine.CRLF : EndOfLine.LF;
  }

  /** A number that grows with every change of the text. */
  get version(): number {
    return this.#version;
  }

  getText(): string {
    return this.#text;
  }

  positionAt(offset: number): Position {
    return positionAt(this.#text, offset);
  }

  /** Replaces the text without firing a change event. */
  become(text: string): void {
    this.#text = text;
    this.#version++;
  }
}

export interface DocumentChange {
  readonly document: TextDocument;
  readonly contentChanges: readonly { readonly text: string }[];
}

const open = new Map<string, TextDocument>();
const opened = new EventEmitter<TextDocument>();
const changed = new EventEmitter<DocumentChange>();
/** An event that never fires, because documents stay open as long as the page. */
const closed = new EventEmitter<TextDocument>();
let untitled = 0;

export const onDidOpenTextDocument = opened.event;
export const onDidChangeTextDocument = changed.event;
export const onDidCloseTextDocument = closed.event;

export function textDocuments(): readonly TextDocument[] {
  return [...open.values()];
}

/**
 * Opens the document of a URI, or a new document with the given content.
 * @throws if the file cannot be read, or is not UTF-8
 */
export async function openTextDocument(
  source: Uri | { readonly content: string; readonly language: string },
): Promise<TextDocument> {
  if (!(source instanceof Uri)) {
    const uri = Uri.from({ scheme: 'untitled', path: `Untitled-${++untitled}` });
    return keep(new TextDocument(uri, source.content, source.language));
  }
  const there = open.get(source.toString());
  if (there !== undefined) return there;
  const text = source.scheme === 'untitled' ? '' : (backupOf(source) ?? (await readText(source)));
  const document = keep(new TextDocument(source, text, 'json'));
  if (source.scheme === 'file') followFile(document);
  return document;
}

export function applyEdit({ edits }: WorkspaceEdit): Promise<boolean> {
  for (const uri of new Set(edits.map((edit) => edit.uri.toString()))) {
    const document = open.get(uri);
    if (document === undefined) return Promise.resolve(false);
    const before = document.getText();
    // The ranges are those of the text before all edits, so the last one is made first.
    const own = edits
      .filter((edit) => edit.uri.toString() === uri)
      .map(({ range, text }) => ({ start: offsetAt(before, range.start), end: offsetAt(before, range.end), text }))
      .reverse()
      .sort((a, b) => b.start - a.start);
    setText(
      document,
      own.reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), before),
    );
  }
  return Promise.resolve(true);
}

/** Replaces a document's text when its file changes, unless the document has unsaved edits, as VS Code does. */
function followFile(document: TextDocument): void {
  const { uri } = document;
  onFileChange(uri.path.slice(0, uri.path.lastIndexOf('/')), (path) => {
    if (path !== uri.path || backupOf(uri) !== null) return;
    readText(uri).then(
      (text) => become(document, text),
      // The file was deleted or is being written. The document keeps its text until the file can be read again.
      () => undefined,
    );
  });
}

function setText(document: TextDocument, text: string): void {
  // Unsaved edits are kept when the window reloads, as VS Code does.
  if (text !== document.getText()) sessionStorage.setItem(backupKey(document.uri), text);
  become(document, text);
}

function become(document: TextDocument, text: string): void {
  if (text === document.getText()) return;
  document.become(text);
  changed.fire({ document, contentChanges: [{ text }] });
}

function keep(document: TextDocument): TextDocument {
  open.set(document.uri.toString(), document);
  opened.fire(document);
  return document;
}

const backupKey = (uri: Uri): string => `${sessionKey('document')} ${uri.toString()}`;

function backupOf(uri: Uri): string | null {
  return sessionStorage.getItem(backupKey(uri));
}

async function readText(uri: Uri): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true }).decode(await fs.readFile(uri));
}
