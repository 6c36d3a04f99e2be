import type { TextFault } from './textScanner.ts';

/** An argument of a call in Python source: a constant, or the source of anything else, which is not evaluated. */
export type PythonArgument =
  | { readonly kind: 'integer'; readonly value: number; readonly source: string }
  | { readonly kind: 'integers'; readonly values: readonly number[]; readonly source: string }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly source: string }
  | { readonly kind: 'string'; readonly value: string; readonly source: string }
  | { readonly kind: 'none'; readonly source: string }
  | { readonly kind: 'other'; readonly source: string };

/** The arguments of one call. */
export interface PythonArguments {
  readonly positional: readonly PythonArgument[];
  readonly keywords: readonly (readonly [name: string, argument: PythonArgument])[];
  /** The place behind the closing parenthesis. */
  readonly end: number;
}

/**
 * Reads the arguments of a call whose opening parenthesis is at `open`; null as `open` means that the text has the
 * arguments alone. Strings, brackets and comments are respected; nothing is evaluated.
 */
export function readPythonArguments(text: string, open: number | null): PythonArguments | TextFault {
  const parts: string[] = [];
  const closing: string[] = [];
  let part = '';
  let at = open === null ? 0 : open + 1;
  for (; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      part += ' ';
      continue;
    }
    if (char === '"' || char === "'") {
      const end = text.indexOf(char, at + 1);
      if (end < 0) return { at, problem: 'a string has no end.' };
      part += text.slice(at, end + 1);
      at = end;
      continue;
    }
    if (closing.length === 0 && (char === ',' || (char === ')' && open !== null))) {
      parts.push(part);
      part = '';
      if (char === ')') break;
      continue;
    }
    const partner = brackets[char];
    if (partner !== undefined) closing.push(partner);
    else if (/[)\]}]/.test(char) && closing.pop() !== char) return { at, problem: `"${char}" closes nothing.` };
    part += char;
  }
  if (closing.length > 0 || (open !== null && at >= text.length))
    return { at: open ?? 0, problem: `the call has no closing "${closing.at(-1) ?? ')'}".` };
  if (open === null) parts.push(part);
  const positional: PythonArgument[] = [];
  const keywords: (readonly [string, PythonArgument])[] = [];
  for (const [index, source] of parts.entries()) {
    const trimmed = source.trim();
    // A comma may follow the last argument.
    if (trimmed === '' && index === parts.length - 1) continue;
    const [, name, value] = /^([A-Za-z_]\w*)\s*=(?!=)\s*([^]*)$/.exec(trimmed) ?? [];
    if (name !== undefined) keywords.push([name, argumentOf(value ?? '')]);
    else positional.push(argumentOf(trimmed));
  }
  return { positional, keywords, end: at + 1 };
}

const brackets: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const integer = /^[+-]?\d[\d_]{0,15}$/;

function argumentOf(source: string): PythonArgument {
  if (integer.test(source)) return { kind: 'integer', value: integerOf(source), source };
  if (source === 'True' || source === 'False') return { kind: 'boolean', value: source === 'True', source };
  if (source === 'None') return { kind: 'none', source };
  const string = /^(["'])(.*)\1$/.exec(source);
  if (string !== null) return { kind: 'string', value: string[2] ?? '', source };
  const list = /^[[(]([^[\]()]*)[\])]$/.exec(source)?.[1];
  if (list === undefined) return { kind: 'other', source };
  const items = list.split(',').map((item) => item.trim());
  if (items.at(-1) === '') items.pop();
  if (!items.every((item) => integer.test(item))) return { kind: 'other', source };
  const values = items.map(integerOf);
  const [first = 0] = values;
  // "(4)" is no tuple.
  return source.startsWith('(') && items.length === 1 && !list.includes(',')
    ? { kind: 'integer', value: first, source }
    : { kind: 'integers', values, source };
}

function integerOf(text: string): number {
  return Number(text.replaceAll('_', ''));
}
