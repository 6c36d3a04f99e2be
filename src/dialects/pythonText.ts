import type { SourceSize } from './value.ts';

/** Writes a size: a number or its source. */
export function sizeText(size: SourceSize): string {
  return typeof size === 'number' ? String(size) : size.source;
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
export function callText(name: string, args: readonly (string | null)[]): string {
  return `${name}(${args.filter((argument) => argument !== null).join(', ')})`;
}

/** Writes a keyword argument; null if it has its default. */
export function keywordText(name: string, value: string, standard: string | null = null): string | null {
  return value === standard ? null : `${name}=${value}`;
}

/** The widest line of a written program. */
const width = 88;

/** Breaks a line with a call that is too wide: each argument of the outermost call on a line of its own. */
export function wrapped(line: string): string {
  if (line.length <= width || !line.endsWith(')')) return line;
  const open = line.indexOf('(');
  const parts: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < line.length; at++) {
    const char = line.charAt(at);
    if ('([{'.includes(char)) depth++;
    if (')]}'.includes(char)) depth--;
    const isEnd = depth === 0;
    // A chain such as f(x)[…] is not one call.
    if (isEnd && at < line.length - 1) return line;
    if ((depth === 1 && char === ',') || isEnd) {
      parts.push(line.slice(from, at).trim());
      from = at + 1;
    }
  }
  const indent = /^ */.exec(line)?.[0] ?? '';
  return [line.slice(0, open + 1), ...parts.map((part) => `${indent}    ${part},`), `${indent})`].join('\n');
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
