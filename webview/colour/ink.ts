import type { Lut } from './maps.ts';

/** Above this relative luminance text in a cell is dark, below it is white. */
const flip = 0.22;

/** Relative luminance of an sRGB colour in 0 … 1, with the plain 2.2 power for its transfer curve. */
export function luminance(r: number, g: number, b: number): number {
  return 0.2126 * (r / 255) ** 2.2 + 0.7152 * (g / 255) ** 2.2 + 0.0722 * (b / 255) ** 2.2;
}

/** Colour of text on an entry of a table. */
export function inkOn(lut: Lut, entry: number): '#111' | '#fff' {
  const at = entry * 3;
  const light = luminance(lut[at] as number, lut[at + 1] as number, lut[at + 2] as number);
  return light > flip ? '#111' : '#fff';
}
