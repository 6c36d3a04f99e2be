const space = 0x20;
const quote = 0x22;
const zero = 0x30;
const backslash = 0x5c;

/**
 * Reads the JSON (RFC 8259) of a safetensors header token by token. At the first fault it stops and remembers the fault
 * in {@link problem}. It knows only the parts of a header: objects, arrays, strings and non-negative integers.
 */
export class HeaderScanner {
  problem: string | null = null;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  fail(problem: string): void {
    this.problem ??= problem;
  }

  /** Consumes a punctuation mark if it comes next. */
  take(mark: string): boolean {
    this.#skipSpace();
    if (this.problem !== null || this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  /** Consumes `null` if it comes next. */
  takeNull(): boolean {
    this.#skipSpace();
    if (this.problem !== null || !this.#text.startsWith('null', this.#at)) return false;
    this.#at += 'null'.length;
    return true;
  }

  expect(mark: string): void {
    if (!this.take(mark)) this.#unexpected(`"${mark}"`);
  }

  /** Reads a string; returns "" after a fault. */
  string(): string {
    if (!this.take('"')) {
      this.#unexpected('a string');
      return '';
    }
    const from = this.#at;
    let plain = true;
    for (let code = this.#code(); code !== quote && this.#at < this.#text.length;) {
      plain &&= code !== backslash && code >= 0x20;
      this.#at += code === backslash ? 2 : 1;
      code = this.#code();
    }
    this.#at++;
    const inside = this.#text.slice(from, this.#at - 1);
    if (plain && this.#at <= this.#text.length) return inside;
    const string = parseString(this.#text.slice(from - 1, this.#at));
    if (string === null) this.fail(`the string at character ${from - 1} is invalid`);
    return string ?? '';
  }

  /** Reads an integer from 0 to 2⁵³ − 1; returns 0 after a fault. */
  integer(): number {
    this.#skipSpace();
    const from = this.#at;
    let value = 0;
    for (; isDigit(this.#code()); this.#at++) value = value * 10 + this.#code() - zero;
    const digits = this.#at - from;
    const canonical = digits === 1 || (digits > 1 && this.#text.charCodeAt(from) !== zero);
    if (canonical && Number.isSafeInteger(value)) return value;
    this.#at = from;
    this.#unexpected('an integer from 0 to 2⁵³ − 1');
    return 0;
  }

  /** Reads `{ key: …, … }` or `[ …, … ]` and calls `each` at the start of every item. */
  list(open: '{' | '[', each: () => void): void {
    const close = open === '{' ? '}' : ']';
    this.expect(open);
    if (this.take(close)) return;
    do {
      if (this.problem !== null) return;
      each();
    } while (this.take(','));
    this.expect(close);
  }

  /** Checks that only spaces are left. */
  end(): void {
    while (this.#code() === space) this.#at++;
    if (this.#at < this.#text.length) this.#unexpected('its end');
  }

  #skipSpace(): void {
    while (isSpace(this.#code())) this.#at++;
  }

  /** Returns the code of the next character, or NaN at the end. */
  #code(): number {
    return this.#text.charCodeAt(this.#at);
  }

  #unexpected(wanted: string): void {
    const rest = this.#text.slice(this.#at, this.#at + 12);
    const found = rest === '' ? 'the header ends' : `found ${JSON.stringify(rest)}`;
    this.fail(`expected ${wanted} at character ${this.#at}, but ${found}`);
  }
}

function parseString(token: string): string | null {
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

function isDigit(code: number): boolean {
  return code >= zero && code < zero + 10;
}

function isSpace(code: number): boolean {
  return code === space || code === 0x09 || code === 0x0a || code === 0x0d;
}
