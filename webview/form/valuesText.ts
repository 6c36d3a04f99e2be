import type { Shape, Tensor } from '../../src/engine/core/tensor.ts';

/** The largest number of values that the form edits. */
export const editableValues = 256;

/** Writes values for editing: one line per innermost row, an empty line between planes. */
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
        .map(valueText)
        .join(' '),
    );
  }
  return lines.join('\n');
}

/** Writes a value with an ASCII minus and the sign of −0, so that the form reads the same value back. */
function valueText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Returns a tensor's values for a document: each float32 as the shortest decimal that rounds to it. */
export function documentValues(tensor: Tensor): readonly number[] {
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
