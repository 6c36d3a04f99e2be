import type { CallSite } from '../python/callSite.ts';
import type { SourceEdit } from './finding.ts';

/**
 * Returns the edits that give arguments of a call new expressions, in ascending order. An argument that the call has keeps
 * its place; an absent one is added after the others as a keyword, on a line of its own if the last one stands on its
 * own line. `source` is the text that the ranges of `site` refer to.
 */
export function argumentEdits(
  source: string,
  site: CallSite,
  expressions: readonly (readonly [name: string, expression: string])[],
): readonly SourceEdit[] {
  const edits: SourceEdit[] = [];
  const absent: string[] = [];
  for (const [name, expression] of expressions) {
    const range = site.arguments.get(name)?.range ?? null;
    if (range === null) absent.push(`${name}=${expression}`);
    else edits.push({ range, text: expression });
  }
  if (absent.length > 0) {
    const { at, before, between, after } = placeBehindLast(source, site);
    edits.push({ range: { from: at, to: at }, text: `${before}${absent.join(between)}${after}` });
  }
  return edits.sort((a, b) => a.range.from - b.range.from);
}

/** Returns the expression of an argument as a call has it; null if the call does not write the argument. */
export function writtenArgument(source: string, site: CallSite, name: string): string | null {
  const range = site.arguments.get(name)?.range ?? null;
  return range === null ? null : source.slice(range.from, range.to);
}

/**
 * Returns whether an edit can give an argument a value: not if the call gives the argument out of a `*list`, a
 * `**dictionary` or a partial, or if an argument that the call does not write may be among those that nobody knows.
 */
export function canGive({ arguments: given, hasUnknownArguments }: CallSite, name: string): boolean {
  const argument = given.get(name);
  if (argument === undefined) return !hasUnknownArguments;
  return !argument.isFixed && (argument.range !== null || !hasUnknownArguments);
}

/** Where arguments are added, and the texts around them. */
interface AddedPlace {
  readonly at: number;
  readonly before: string;
  /** The text between two added arguments. */
  readonly between: string;
  readonly after: string;
}

/**
 * Finds the place after the last argument. The text of the call is scanned, because arguments that nobody knows (`*args`)
 * and comments may follow the last known one.
 */
function placeBehindLast(source: string, site: CallSite): AddedPlace {
  const close = closeOf(source, site);
  const open = source.indexOf('(', site.callee.to) + 1;
  const { lastEnd, commaEnd } = scanArguments(source, open, close);
  if (lastEnd === null) return { at: open, before: '', between: ', ', after: '' };
  const lineStart = source.lastIndexOf('\n', lastEnd - 1) + 1;
  const isAlone = lineStart >= open && topLevelCommas(source, lineStart, lastEnd) === 0;
  if (!isAlone) return { at: lastEnd, before: ', ', between: ', ', after: '' };
  const indent = /^[ \t]*/.exec(source.slice(lineStart, lastEnd))?.[0] ?? '';
  const newLine = `${source.includes('\r\n') ? '\r\n' : '\n'}${indent}`;
  if (commaEnd === null) return { at: lastEnd, before: `,${newLine}`, between: `,${newLine}`, after: '' };
  // After the comma and its comment, which belong to the argument before.
  const rest = /^[ \t]*(?:#[^\r\n]*)?/.exec(source.slice(commaEnd, close))?.[0] ?? '';
  return { at: commaEnd + rest.trimEnd().length, before: newLine, between: `,${newLine}`, after: ',' };
}

/** Returns the position of the closing parenthesis; the end of the call if it is missing. */
function closeOf(source: string, { range }: CallSite): number {
  return source[range.to - 1] === ')' ? range.to - 1 : range.to;
}

interface ScannedArguments {
  /** The end of the last argument; null if there is none. */
  readonly lastEnd: number | null;
  /** The end of a comma after the last argument; null if there is none. */
  readonly commaEnd: number | null;
}

function scanArguments(source: string, open: number, close: number): ScannedArguments {
  let lastEnd: number | null = null;
  let commaEnd: number | null = null;
  for (const { kind, to } of tokens(source, open, close)) {
    if (kind === 'comma') commaEnd = to;
    else [lastEnd, commaEnd] = [to, null];
  }
  return { lastEnd, commaEnd };
}

function topLevelCommas(source: string, from: number, to: number): number {
  let commas = 0;
  for (const { kind } of tokens(source, from, to)) if (kind === 'comma') commas++;
  return commas;
}

/** Yields what stands between `from` and `to` outside comments and white space; brackets are one token with their content. */
function* tokens(
  source: string,
  from: number,
  to: number,
): Generator<{ readonly kind: 'comma' | 'other'; readonly to: number }, void, void> {
  let at = from;
  while (at < to) {
    const character = source.charAt(at);
    if (/\s|\\/.test(character)) at++;
    else if (character === '#') at = lineEnd(source, at, to);
    else if (character === ',') yield { kind: 'comma', to: ++at };
    else {
      at = character === '"' || character === "'" ? stringEnd(source, at, to) : tokenEnd(source, at, to);
      yield { kind: 'other', to: at };
    }
  }
}

/** Returns the end of a token: a bracket with everything in it, or one character. */
function tokenEnd(source: string, from: number, to: number): number {
  if (!'([{'.includes(source.charAt(from))) return from + 1;
  let depth = 0;
  let at = from;
  while (at < to) {
    const character = source.charAt(at);
    if (character === '#') at = lineEnd(source, at, to);
    else if (character === '"' || character === "'") at = stringEnd(source, at, to);
    else {
      if ('([{'.includes(character)) depth++;
      if (')]}'.includes(character)) depth--;
      at++;
      if (depth === 0) return at;
    }
  }
  return to;
}

function lineEnd(source: string, from: number, to: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? to : Math.min(end, to);
}

function stringEnd(source: string, from: number, to: number): number {
  const quote = source.charAt(from);
  const fence = source.startsWith(quote.repeat(3), from) ? quote.repeat(3) : quote;
  let at = from + fence.length;
  while (at < to && !source.startsWith(fence, at)) at += source.charAt(at) === '\\' ? 2 : 1;
  return Math.min(at + fence.length, to);
}

/** Returns the text after edits, which must be in ascending order and not overlap. */
export function applySourceEdits(source: string, edits: readonly SourceEdit[]): string {
  return [...edits]
    .reverse()
    .reduce((text, { range, text: inserted }) => text.slice(0, range.from) + inserted + text.slice(range.to), source);
}

/**
 * Writes a parameter in the style of the expression that it replaces: one number if it stands for all axes, a tuple or
 * a list where the axes differ or the expression was one already. `current` is null if the call has no such argument.
 */
export function axisExpression(values: readonly number[], current: string | null, alwaysTuple = false): string {
  const [first = 0] = values;
  const isSame = values.every((value) => value === first);
  const text = current?.trim() ?? '';
  const isList = text.startsWith('[');
  const isTuple = isList || text.startsWith('(');
  if (isSame && !isTuple && !alwaysTuple) return String(first);
  const items = values.join(', ');
  if (isList) return `[${items}]`;
  return values.length === 1 ? `(${items},)` : `(${items})`;
}

const literal = /^(?:[-+]?\d[\d_]*|True|False|None|'[^'\n]*'|"[^"\n]*")$/;

/**
 * Returns whether an expression is written out: a number, a text, True, False, None, or a tuple or list of these. Any other
 * expression is a symbol, whose meaning elsewhere an edit of the call would lose.
 */
export function isLiteral(expression: string): boolean {
  const text = expression.trim();
  const inner = /^\((.*)\)$|^\[(.*)\]$/s.exec(text);
  if (inner === null) return literal.test(text);
  const items = (inner[1] ?? inner[2] ?? '').split(',').map((item) => item.trim());
  if (items.at(-1) === '') items.pop();
  return items.length > 0 && items.every((item) => literal.test(item));
}
