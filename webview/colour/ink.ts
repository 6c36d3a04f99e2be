import type { Lut } from './maps.ts';

/** Text on a colour of more than this relative luminance is dark, other text is white. */
const flip = 0.22;

/** Returns the relative luminance of an sRGB colour, 0 to 1, with the power 2.2 as the transfer curve. */
export function luminance(r: number, g: number, b: number): number {
  return 0.2126 * (r / 255) ** 2.2 + 0.7152 * (g / 255) ** 2.2 + 0.0722 * (b / 255) ** 2.2;
}

/** Returns the colour of text that is written on an entry of a look-up table. */
export function inkOn(lut: Lut, entry: number): '#111' | '#fff' {
  const at = entry * 3;
  const light = luminance(lut[at] as number, lut[at + 1] as number, lut[at + 2] as number);
  return light > flip ? '#111' : '#fff';
}
