/** The index of an output element as typed; n and c may be missing and then stay as they are. */
export interface TypedIndex {
  readonly n?: number;
  readonly c?: number;
  readonly y: number;
  readonly x: number;
}

/**
 * Reads an index such as "[0, 12, 14, 9]", "12 14 9" or "14,9"; the last two numbers are y and x. Null for any other
 * text.
 */
export function parseIndex(text: string): TypedIndex | null {
  const parts = text
    .replace(/[[\]()]/g, ' ')
    .trim()
    .split(/[\s,;]+/);
  if (!parts.every((part) => /^\d{1,15}$/.test(part))) return null;
  const numbers = parts.map(Number);
  const [x, y, c, n] = [...numbers].reverse();
  if (numbers.length > 4 || x === undefined || y === undefined) return null;
  return { ...(n === undefined ? {} : { n }), ...(c === undefined ? {} : { c }), y, x };
}
