import { cellText } from '../../src/scenario/text/cellText.ts';
import { formatFixed } from '../../src/scenario/text/format.ts';

/** At most this many decimals in a cell. */
const mostDecimals = 2;

/**
 * How the numbers of a matrix are written in its cells: all with the same decimals, as many as the
 * limits of the scale leave room for, so that a column of them reads as one. Below 1 the leading
 * zero goes: ".15", "−.01". What has no room like that is written as it fits.
 */
export function cellNumbers(limit: number): (value: number, characters: number) => string {
  const whole = limit < 1 ? 0 : Math.floor(Math.log10(limit)) + 1;
  return (value, characters) => {
    // A sign, the whole digits and the point; without decimals the point goes as well.
    const decimals = Math.min(mostDecimals, characters - whole - 2);
    if (!Number.isFinite(value) || decimals < -1 || limit < 0.01) {
      return cellText(value, characters, mostDecimals);
    }
    const text = formatFixed(value, Math.max(0, decimals));
    return limit < 1 ? text.replace(/^(\D?)0\./, '$1.') : text;
  };
}
