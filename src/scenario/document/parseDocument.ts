import { applyEdits, createScanner, type Edit, parse, type ParseError, printParseErrorCode, visit } from 'jsonc-parser';
import { refuse, type Result } from '../../engine/core/refusal.ts';
import { parseScenario, scenarioFromJson } from './parseScenario.ts';
import type { Scenario } from './scenario.ts';

/** The deepest nesting of lists and objects that is parsed, because parsing is recursive. A scenario nests ten levels at most. */
const maxDepth = 100;

/** A place in a text, in UTF-16 code units, where the text is not JSON with comments and trailing commas. */
export interface SyntaxFault {
  readonly offset: number;
  readonly length: number;
  /** What is wrong there, such as "comma expected". */
  readonly reason: string;
}

/**
 * Parses the text of a `*.convt.json` that a person may have written: JSON with comments and trailing commas. A syntax
 * error is refused with its line and column; everything else is checked as by {@link parseScenario}.
 */
export function parseDocument(text: string): Result<Scenario> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const fault = syntaxFaultOf(text);
    if (fault === null) return parseScenario(plainJson(text));
    return refuse('scenario', `The scenario is not JSON: ${fault.reason} (${lineAndColumn(text, fault.offset)}).`);
  }
  return scenarioFromJson(json);
}

/** Returns the first syntax fault of a text as JSON with comments and trailing commas; null if there is none. */
export function syntaxFaultOf(text: string): SyntaxFault | null {
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== null) return { offset: tooDeep, length: 1, reason: `more than ${maxDepth} levels of nesting` };
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  return first === undefined ? null : { offset: first.offset, length: first.length, reason: wordsOf(first) };
}

/** Returns the offset of the first bracket that nests deeper than is parsed; null if there is none. */
function tooDeepAt(text: string): number | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const character = scanner.getTokenLength() === 1 ? text[scanner.getTokenOffset()] : undefined;
    if (character === '[' || character === '{') depth++;
    if (character === ']' || character === '}') depth--;
    if (depth > maxDepth) return scanner.getTokenOffset();
  }
  return null;
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
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
