import type { Lut } from '../../src/colour/maps.ts';

/**
 * Text on a colour of more than this relative luminance L is black, other text is white. Between L = 0.175, where
 * black has the contrast (L + 0.05) / 0.05 = 4.5, and L = 0.183, where white has 1.05 / (L + 0.05) = 4.5, both are legible.
 */
const flip = 0.18;

/** Returns the relative luminance of an sRGB colour, 0 to 1, with the power 2.2 as the transfer curve. */
export function luminance(r: number, g: number, b: number): number {
  return 0.2126 * (r / 255) ** 2.2 + 0.7152 * (g / 255) ** 2.2 + 0.0722 * (b / 255) ** 2.2;
}

/** Returns the colour of text that is written on an entry of a look-up table. */
export function inkOn(lut: Lut, entry: number): '#000' | '#fff' {
  const at = entry * 3;
  const light = luminance(lut[at] as number, lut[at + 1] as number, lut[at + 2] as number);
  return light > flip ? '#000' : '#fff';
}
