/** A value to write: JSON's values, and also NaN and ±Infinity, which JSON cannot express as numbers. */
export type Json = string | number | boolean | null | readonly Json[] | JsonFields;
export interface JsonFields {
  readonly [key: string]: Json;
}

const width = 100;

/**
 * Writes JSON with an indent of 2. A value that fits into a line of 100 characters stays on one line, and long lists of
 * numbers fill their lines; the outermost object is always expanded. Numbers are read back with the same bits: shortest
 * round-trip digits, "-0", and NaN and ±Infinity as strings. The text ends in a newline.
 */
export function jsonText(fields: JsonFields): string {
  return `${opened(fields, '')}\n`;
}

function written(value: Json, indent: string, room: number): string {
  const line = inline(value);
  return line.length <= room ? line : opened(value, indent);
}

function inline(value: Json): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(inline).join(', ')}]`;
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${inline(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function opened(value: Json, indent: string): string {
  const inner = `${indent}  `;
  const room = width - inner.length - 1;
  if (typeof value !== 'object' || value === null) return inline(value);
  if (isList(value)) {
    const lines = value.some((each) => typeof each === 'object')
      ? value.map((each) => written(each, inner, room))
      : filled(value.map(inline), room);
    return `[\n${lines.map((line) => inner + line).join(',\n')}\n${indent}]`;
  }
  const lines = Object.entries(value).map(([key, each]) => {
    const start = `${inner}${JSON.stringify(key)}: `;
    return start + written(each, inner, width - start.length - 1);
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** Fills lines with as many scalars as there is room for. */
function filled(words: readonly string[], room: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + word.length <= room) {
      lines[lines.length - 1] = `${last}, ${word}`;
    } else lines.push(word);
  }
  return lines;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0' : String(value);
}

function isList(value: readonly Json[] | JsonFields): value is readonly Json[] {
  return Array.isArray(value);
}
