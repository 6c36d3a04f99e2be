/** Writes a number that was found, for the name of a variant: with at most 4 significant digits. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Returns a short number (0.5, 3, 1/255) within a few rounding errors of this one, or the number itself. */
export function nearby(value: number): number {
  for (const digits of [1, 2, 3]) {
    const short = Number(value.toPrecision(digits));
    if (Math.abs(short - value) <= 1e-6 * Math.abs(value)) return short;
  }
  const inverse = Math.round(1 / value);
  return inverse !== 0 && Math.abs(1 / inverse - value) <= 1e-6 * Math.abs(value) ? 1 / inverse : value;
}
