import { applyEdits, type Edit, parse, type ParseError, printParseErrorCode, visit } from 'jsonc-parser';
import { refuse, type Result } from '../../engine/core/refusal.ts';
import { parseScenario } from '../../scenario/document/parseScenario.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';

/** Parses the text of a `*.convt.json`, in which comments and trailing commas are allowed. */
export function parseDocument(text: string): Result<Scenario> {
  const error = syntaxErrorOf(text);
  if (error === null) return parseScenario(plainJson(text));
  const before = text.slice(0, error.offset).split(/\r\n|\r|\n/);
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  return refuse('scenario', `The scenario is not JSON: ${wordsOf(error)} (${place}).`);
}

/** Returns the first syntax error of a text as JSON with comments and trailing commas; null if there is none. */
export function syntaxErrorOf(text: string): ParseError | null {
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  return errors[0] ?? null;
}

/** "PropertyNameExpected" → "property name expected". */
function wordsOf({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replace(/(?!^)[A-Z]/g, ' $&')
    .toLowerCase();
}

/** Overwrites comments and trailing commas with spaces. The rest is JSON, and each value keeps its offset. */
function plainJson(text: string): string {
  const blanks: Edit[] = [];
  const blank = (offset: number, length: number): void => {
    const content = text.slice(offset, offset + length).replace(/[^\r\n]/g, ' ');
    blanks.push({ offset, length, content });
  };
  /** The offset of the last comma, as long as no value has followed it. */
  let comma: number | null = null;
  const value = (): void => {
    comma = null;
  };
  const end = (): void => {
    if (comma !== null) blank(comma, 1);
    comma = null;
  };
  visit(text, {
    onComment: blank,
    onSeparator: (character, offset) => {
      comma = character === ',' ? offset : null;
    },
    onObjectBegin: value,
    onObjectProperty: value,
    onArrayBegin: value,
    onLiteralValue: value,
    onObjectEnd: end,
    onArrayEnd: end,
  });
  return applyEdits(text, blanks);
}
