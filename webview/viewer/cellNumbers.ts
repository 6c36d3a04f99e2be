import { cellText } from '../../src/scenario/text/cellText.ts';
import { formatFixed } from '../../src/scenario/text/format.ts';

/** Largest number of decimals in a cell. */
const mostDecimals = 2;

/**
 * Returns the function that writes the numbers of a matrix in its cells, given the room in characters. All numbers have
 * the same decimals, as many as the scale's limit leaves room for, so that the points of a column are aligned. If the
 * limit is below 1, the leading zero is left out: ".15", "−.01". A number that does not fit is shortened by `cellText`.
 */
export function cellNumbers(limit: number): (value: number, characters: number) => string {
  const whole = limit < 1 ? 0 : Math.floor(Math.log10(limit)) + 1;
  return (value, characters) => {
    // Room is needed for a sign, the whole digits and, if there are decimals, the point.
    const decimals = Math.min(mostDecimals, characters - whole - 2);
    if (!Number.isFinite(value) || decimals < -1 || limit < 0.01) {
      return cellText(value, characters, mostDecimals);
    }
    const text = formatFixed(value, Math.max(0, decimals));
    return limit < 1 ? text.replace(/^(\D?)0\./, '$1.') : text;
  };
}

/** Writes a whole number in a cell; a number that does not fit is shortened by `cellText`. */
export function integerText(value: number, characters: number): string {
  const text = formatFixed(value, 0);
  return Number.isFinite(value) && text.length <= characters ? text : cellText(value, characters);
}
