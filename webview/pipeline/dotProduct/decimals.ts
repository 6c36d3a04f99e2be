/**
 * The fewest decimals, at most `most`, that show every value as it is; `most` where none does. Values
 * that are not finite need none. A float32 such as 0.1 counts as the decimal it was rounded from.
 */
export function decimalsFor(values: Iterable<number>, most: number): number {
  let decimals = 0;
  for (const value of values) {
    while (decimals < most && !isShownBy(value, decimals)) decimals++;
  }
  return decimals;
}

function isShownBy(value: number, decimals: number): boolean {
  if (!Number.isFinite(value)) return true;
  const shown = Number(value.toFixed(decimals));
  return shown === value || Math.fround(shown) === value;
}

/** Decimals that show about five digits of the largest value: 4 below 10, none from 100 000 on. */
export function decimalsBySize(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > most && size !== Infinity) most = size;
  }
  const whole = most > 0 ? Math.floor(Math.log10(most)) : 0;
  return Math.max(0, Math.min(6, 4 - whole));
}

/** How many characters two texts of one format have in common, up to the first digit in which they differ. */
export function commonStart(a: string, b: string): number {
  if (a.length !== b.length) return 0;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
