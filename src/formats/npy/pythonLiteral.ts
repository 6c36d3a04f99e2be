import { ok, refuse, type Result } from '../../engine/core/refusal.ts';

/** The literals of a `.npy` header: strings, integers, True, False, None, tuples (and lists), dicts. */
export type PythonLiteral =
  string | number | boolean | null | readonly PythonLiteral[] | ReadonlyMap<string, PythonLiteral>;

/** The deepest nesting that is parsed. No header nests deeper, and a long row of brackets would be a deep recursion. */
const maxDepth = 8;

/**
 * Parses a Python literal. Accepts a strict subset of `ast.literal_eval`: strings without escapes, decimal integers
 * (with a trailing L, as in Python 2), dicts with string keys. Nothing is executed.
 */
export function parsePythonLiteral(text: string): Result<PythonLiteral> {
  const scanner = new Scanner(text);
  const value = scanner.value(0);
  if (scanner.failedAt === null && !scanner.atEnd()) scanner.fail();
  if (scanner.failedAt === null) return ok(value);
  const rest = text.slice(scanner.failedAt, scanner.failedAt + 12);
  return refuse(
    'file',
    rest === ''
      ? 'the header ends in the middle of a Python literal.'
      : `no Python literal starts at character ${scanner.failedAt}: ${JSON.stringify(rest)}.`,
  );
}

/** A recursive-descent parser. It stops at the first failure and remembers the position in `failedAt`. */
class Scanner {
  failedAt: number | null = null;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    this.#match(/\s*/y);
    return this.#at === this.#text.length;
  }

  fail(): null {
    this.failedAt ??= this.#at;
    return null;
  }

  value(depth: number): PythonLiteral {
    this.#match(/\s*/y);
    if (depth > maxDepth) return this.fail();
    const string = this.#match(/'([^'\\\n]*)'|"([^"\\\n]*)"/y);
    if (string !== null) return string[1] ?? string[2] ?? '';
    const number = this.#match(/(-?\d+)L?(?![\w.])/y);
    if (number !== null) return Number(number[1]);
    const word = this.#match(/(?:True|False|None)(?!\w)/y);
    if (word !== null) return word[0] === 'None' ? null : word[0] === 'True';
    if (this.#match(/\(/y)) return this.#sequence(/\s*\)/y, depth);
    if (this.#match(/\[/y)) return this.#sequence(/\s*\]/y, depth);
    if (this.#match(/\{/y)) return this.#dict(depth);
    return this.fail();
  }

  #sequence(end: RegExp, depth: number): PythonLiteral {
    const values: PythonLiteral[] = [];
    for (let more = true; this.failedAt === null && !this.#match(end);) {
      if (!more) return this.fail();
      values.push(this.value(depth + 1));
      more = this.#match(/\s*,/y) !== null;
    }
    return values;
  }

  #dict(depth: number): PythonLiteral {
    const fields = new Map<string, PythonLiteral>();
    for (let more = true; this.failedAt === null && !this.#match(/\s*\}/y);) {
      const key = more ? this.value(depth + 1) : this.fail();
      if (typeof key !== 'string' || fields.has(key) || !this.#match(/\s*:/y)) return this.fail();
      fields.set(key, this.value(depth + 1));
      more = this.#match(/\s*,/y) !== null;
    }
    return fields;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    if (this.failedAt !== null) return null;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }
}
