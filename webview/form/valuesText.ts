import type { Refusal } from '../../src/engine/core/refusal.ts';
import { ok, refuse } from '../../src/engine/core/refusal.ts';
import type { Result } from '../../src/engine/core/refusal.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import type { Shape, Tensor } from '../../src/engine/core/tensor.ts';

/** More values than this are better written in the document, or kept in a file. */
export const editableValues = 256;

/** Values for editing: a line for each innermost row, an empty line between planes. */
export function valuesText(shape: Shape, values: readonly number[]): string {
  const columns = Math.max(1, shape.at(-1) ?? 1);
  const rows = shape.length > 1 ? Math.max(1, shape.at(-2) ?? 1) : 1;
  const lines: string[] = [];
  for (let start = 0; start < values.length; start += columns) {
    const row = start / columns;
    if (row > 0 && row % rows === 0 && shape.length > 2) lines.push('');
    lines.push(
      values
        .slice(start, start + columns)
        .map(spell)
        .join(' '),
    );
  }
  return lines.join('\n');
}

/** Not for people only: what is written here is read again, so a minus is a minus. */
function spell(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

const named: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  infinity: Infinity,
};

/** Reads what {@link valuesText} writes; commas and brackets are allowed, "nan" and "inf" are values. */
export function parseValues(text: string, shape: Shape, argument: Refusal['argument']): Result<readonly number[]> {
  const words = text.replace(/[[\](),;]/g, ' ').match(/\S+/g) ?? [];
  const values: number[] = [];
  for (const word of words) {
    const value = valueOf(word);
    if (value === null) return refuse(argument, `${argument}: "${word}" is not a number.`);
    values.push(value);
  }
  const count = elementCount(shape);
  if (values.length === count) return ok(values);
  return refuse(argument, `${argument} has ${values.length} values; its shape (${shape.join(', ')}) has ${count}.`);
}

function valueOf(word: string): number | null {
  const plain = word.replace('\u2212', '-').toLowerCase();
  const sign = plain.startsWith('-') ? -1 : 1;
  const name = named[plain.replace(/^[+-]/, '')];
  if (name !== undefined) return sign * name;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(plain) ? Number(plain) : null;
}

/** A tensor's values as they can be written out: a float32 in as few digits as bring it back. */
export function writtenOut(tensor: Tensor): readonly number[] {
  if (tensor.dtype === 'float64') return [...tensor.data];
  return Array.from(tensor.data, (value) => {
    if (!Number.isFinite(value)) return value;
    for (let digits = 6; digits < 9; digits += 1) {
      const short = Number(value.toPrecision(digits));
      if (Math.fround(short) === value) return short;
    }
    return Number(value.toPrecision(9));
  });
}
