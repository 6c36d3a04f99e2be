/** Why a text cannot be read: the place, and a sentence that continues "x, line 3: …". */
export interface TextFault {
  readonly at: number;
  readonly problem: string;
}

/** Returns a place in a text for people: "line 3, column 5", or "character 5" if the text is one line. */
export function placeIn(text: string, at: number): string {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  const column = at - start + 1;
  return text.trimEnd().includes('\n') ? `line ${line}, column ${column}` : `character ${column}`;
}

/**
 * A position in a text that only moves forward, so that reading takes time linear in the length. After a fault nothing
 * matches any more.
 */
export class TextScanner {
  readonly text: string;
  at = 0;
  fault: TextFault | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** Records a fault; only the first is kept. */
  fail(problem: string, at: number = this.at): null {
    this.fault ??= { at, problem };
    return null;
  }

  /** Returns whether a fault has been recorded. */
  hasFailed(): boolean {
    return this.fault !== null;
  }

  /** Moves past a match of a sticky pattern at the current place, and returns the match; null without one. */
  take(pattern: RegExp): RegExpExecArray | null {
    if (this.fault !== null) return null;
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at = pattern.lastIndex;
    return match;
  }

  /** Moves past a match as {@link take} does, and returns its text alone, which is faster. */
  takeText(pattern: RegExp): string | null {
    if (this.fault !== null) return null;
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return null;
    const start = this.at;
    this.at = pattern.lastIndex;
    return this.text.slice(start, this.at);
  }

  /** Moves past white space and Python comments. */
  skipSpace(): void {
    const { text } = this;
    for (; this.at < text.length; this.at += 1) {
      const code = text.charCodeAt(this.at);
      if (code === hash) {
        const end = text.indexOf('\n', this.at);
        this.at = (end < 0 ? text.length : end) - 1;
      } else if (code > 0x20 && code !== noBreakSpace && code !== byteOrderMark) return;
    }
  }

  /** Returns whether the whole text has been read. */
  hasEnded(): boolean {
    return this.at >= this.text.length;
  }

  /** Returns the word at the current place, shortened for a sentence. */
  word(): string {
    const pattern = /[^\s,;[\]()]+|[^]/y;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    return found.length > 24 ? `${found.slice(0, 23)}…` : found;
  }
}

const hash = 0x23;
const noBreakSpace = 0xa0;
const byteOrderMark = 0xfeff;
