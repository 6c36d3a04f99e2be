/** Valid values of a field: a range (`max` null means no upper bound), or single values in ascending order. */
export type Legal = { readonly min: number; readonly max: number | null } | { readonly values: readonly number[] };

/** Returns the next valid value up or down. If there is none in that direction, returns the outermost valid value. */
export function stepValue(value: number, by: 1 | -1, legal: Legal): number {
  if ('values' in legal) {
    const up = legal.values.find((other) => other > value);
    const down = legal.values.filter((other) => other < value).at(-1);
    return (by > 0 ? (up ?? legal.values.at(-1)) : (down ?? legal.values[0])) ?? value;
  }
  const next = value + by;
  if (next < legal.min) return legal.min;
  return legal.max !== null && next > legal.max ? Math.max(legal.min, legal.max) : next;
}

/** Parses a whole number, or returns null. Both the hyphen and U+2212 are read as a minus sign. */
export function parseWhole(text: string): number | null {
  const plain = text.trim().replace('\u2212', '-');
  if (!/^[+-]?\d{1,15}$/.test(plain)) return null;
  return Number(plain);
}
