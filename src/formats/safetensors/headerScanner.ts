const space = 0x20;
const quote = 0x22;
const zero = 0x30;
const backslash = 0x5c;

/**
 * Goes over the JSON (RFC 8259) of a safetensors header, token by token. It stops moving at the first
 * thing that is not as it should be, and remembers it in {@link problem}. Only what a header consists of
 * is known here, objects, arrays, strings and non-negative integers: nothing nests, so nothing recurs.
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

  /** Past this punctuation mark, if it comes next. */
  take(mark: string): boolean {
    this.#skipSpace();
    if (this.problem !== null || this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  expect(mark: string): void {
    if (!this.take(mark)) this.#unexpected(`"${mark}"`);
  }

  /** A string; "" where none comes next. */
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
    if (string === null) this.fail(`character ${from - 1} starts no valid string`);
    return string ?? '';
  }

  /** An integer from 0 on that a double holds; 0 where none comes next. */
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

  /** Goes over `{ key: …, … }` or `[ …, … ]`, calling `each` where an item starts. */
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

  /** Nothing but spaces is left. */
  end(): void {
    while (this.#code() === space) this.#at++;
    if (this.#at < this.#text.length) this.#unexpected('its end');
  }

  #skipSpace(): void {
    while (isSpace(this.#code())) this.#at++;
  }

  /** The next character; NaN at the end. */
  #code(): number {
    return this.#text.charCodeAt(this.#at);
  }

  #unexpected(wanted: string): void {
    const rest = this.#text.slice(this.#at, this.#at + 12);
    const found = rest === '' ? 'it ends' : `it has ${JSON.stringify(rest)}`;
    this.fail(`where ${wanted} should be, at character ${this.#at}, ${found}`);
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
