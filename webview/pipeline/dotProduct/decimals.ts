/**
 * Returns the smallest number of decimals, at most `most`, that shows every value exactly; `most` if none does.
 * Non-finite values need no decimals. A float32 such as 0.1 counts as the decimal it was rounded from.
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
  const rounded = Number(value.toFixed(decimals));
  return rounded === value || Math.fround(rounded) === value;
}

/** Returns the decimals that show about five digits of the largest value: 4 below 10, 0 from 100,000. */
export function decimalsBySize(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > most && size !== Infinity) most = size;
  }
  const whole = most > 0 ? Math.floor(Math.log10(most)) : 0;
  return Math.max(0, Math.min(6, 4 - whole));
}

/** Returns the length of the common prefix of two texts of one format; 0 if their lengths differ. */
export function commonStart(a: string, b: string): number {
  if (a.length !== b.length) return 0;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
