import { assertNever } from '../engine/core/assertNever.ts';
import type { SourceSize, Value } from './value.ts';

/** Writes a value as Python source: "(2, 2)", "'same'", "None". An unknown value is its source. */
export function pythonText(value: Value): string {
  switch (value.kind) {
    case 'number':
      return String(value.number);
    case 'boolean':
      return value.boolean ? 'True' : 'False';
    case 'text':
      return `'${value.text}'`;
    case 'none':
      return 'None';
    case 'list':
      return tupleText(value.items.map(pythonText));
    case 'unknown':
      return value.source;
    default:
      return assertNever(value, 'value');
  }
}

/** Writes a size: a number or its source. */
export function sizeText(size: SourceSize): string {
  return typeof size === 'number' ? String(size) : size.source;
}

/** Writes the size of one of several equal parts of a size: "32", "width // 2". */
export function partText(size: string, parts: number): string {
  if (parts === 1) return size;
  return /^\d+$/.test(size) ? String(Number(size) / parts) : `${size} // ${parts}`;
}

/** Writes one number for all axes, or a tuple if they differ: "2", "(2, 1)". */
export function perAxis(sizes: readonly number[]): string {
  const [first] = sizes;
  return sizes.every((size) => size === first) ? String(first) : tupleText(sizes);
}

/** Writes a tuple: "(2, 2)", "(3,)". */
export function tupleText(items: readonly (number | string)[]): string {
  return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
}

/** Writes a call with those arguments that are not null. */
export function pythonCallText(name: string, args: readonly (string | null)[]): string {
  return `${name}(${args.filter((argument) => argument !== null).join(', ')})`;
}

/** Writes a keyword argument; null if it has its default. */
export function keywordText(name: string, value: string, standard: string | null = null): string | null {
  return value === standard ? null : `${name}=${value}`;
}

/** The widest line of a written program, so that two programs are readable side by side. */
const width = 64;

/** Breaks a line that ends in a call and is too wide: the arguments of that call fill lines of their own. */
export function wrapped(line: string): string {
  if (line.length <= width || !line.endsWith(')')) return line;
  const open = openingOf(line);
  if (open < 0) return line;
  const inner = `${/^ */.exec(line)?.[0] ?? ''}    `;
  const lines: string[] = [];
  for (const argument of argumentsIn(line.slice(open + 1, -1))) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + argument.length + 2 <= width)
      lines[lines.length - 1] = `${last} ${argument},`;
    else lines.push(`${inner}${argument},`);
  }
  return [line.slice(0, open + 1), ...lines, `${inner.slice(4)})`].join('\n');
}

/** Returns the place of the bracket that the last character of a line closes; −1 if it closes none. */
function openingOf(line: string): number {
  let depth = 0;
  for (let at = line.length - 1; at >= 0; at--) {
    if (')]}'.includes(line.charAt(at))) depth++;
    if ('([{'.includes(line.charAt(at))) depth--;
    if (depth === 0) return at;
  }
  return -1;
}

/** Splits the arguments of a call at the commas outside brackets. */
function argumentsIn(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text.charAt(at);
    if (char !== '' && '([{'.includes(char)) depth++;
    if (char !== '' && ')]}'.includes(char)) depth--;
    if (depth > 0 || (char !== ',' && at < text.length)) continue;
    const part = text.slice(from, at).trim();
    if (part !== '') parts.push(part);
    from = at + 1;
  }
  return parts;
}

/**
 * Joins the imports and the lines of a program, and breaks lines that are too wide. NumPy is imported if a line uses it.
 * Ends in a newline.
 */
export function programText(imports: readonly string[], lines: readonly string[]): string {
  const all = lines.some((line) => line.includes('np.')) ? [...imports, 'import numpy as np'] : imports;
  // Plain imports stand before those from a module, each sorted.
  const rank = (line: string): string => (line.startsWith('from') ? `1${line}` : `0${line}`);
  const sorted = [...all].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return `${[...sorted, '', ...lines.map(wrapped)].join('\n')}\n`;
}

/** Says in words how many lines each axis crops: "1 line at the start and 0 at the end", once if the axes agree. */
export function cropWords(axes: readonly { readonly start: number; readonly end: number }[]): string {
  const words = axes.map(
    ({ start, end }) => `${start} ${start === 1 ? 'line' : 'lines'} at the start and ${end} at the end`,
  );
  const [first = '', second = first] = words;
  return first === second ? first : `${first} along the height, and ${second} along the width`;
}
