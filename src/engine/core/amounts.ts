/** Separates thousands, and an amount from its unit, without letting a line break between them. */
export const noBreakSpace = '\u00a0';

/** Separates the thousands of a number in decimal digits, before the decimal point: "12 150 000", "1 234.5". */
export function groupedDigits(text: string): string {
  const [whole = '', ...decimals] = text.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, noBreakSpace), ...decimals].join('.');
}

/** Divides bytes into the largest decimal unit of which they are at least 1. */
export function inDecimalUnits(bytes: number): { readonly value: number; readonly unit: string } {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let unit: string = units[0];
  for (const next of units.slice(1)) {
    // 999.5 would be written as 1000 of the smaller unit.
    if (value < 999.5) break;
    value /= 1000;
    unit = next;
  }
  return { value, unit };
}
