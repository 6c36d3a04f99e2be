/** Writes a number that was found, for the name of a variant: with at most 4 significant digits. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}
