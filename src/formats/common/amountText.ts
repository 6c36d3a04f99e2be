import { groupedDigits, inDecimalUnits, noBreakSpace } from '../../engine/core/amounts.ts';

/** Writes bytes in decimal units with three digits, for a sentence about a file: "135 B", "1.09 GB". */
export function bytesText(bytes: number): string {
  const { value, unit } = inDecimalUnits(bytes);
  return `${groupedDigits(String(Number(value.toPrecision(3))))}${noBreakSpace}${unit}`;
}

/** Writes how many there are of something: "1 number", "1 100 000 numbers". `plural` is by default the word and an "s". */
export function countText(count: number, word: string, plural = `${word}s`): string {
  return `${groupedDigits(String(count))} ${count === 1 ? word : plural}`;
}
