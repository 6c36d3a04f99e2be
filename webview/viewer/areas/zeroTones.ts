import { hatchTone, parseColour } from '../../colour/hatch.ts';
import { luminance } from '../../colour/ink.ts';
import type { Theme } from '../../colour/theme.ts';
import type { Tones } from './pixelColour.ts';

/** The least side of a cell, in CSS pixels, with the full tone of structural zeros, and the largest without any. */
const fullTone = 4;
const noTone = 1;

/**
 * Returns the plain colours of structural zeros in cells of which the smaller side is `cell` CSS pixels. On a light
 * background they fade into the background as cells become smaller than 4 pixels: values near zero are almost white
 * there, so that the many zeros of a strided matrix would be all that one sees.
 */
export function zeroTones(theme: Theme, cell: number): Tones {
  const outside = parseColour(theme.background);
  const isLight = luminance(...outside) > 0.5;
  const share = isLight ? Math.max(0, Math.min(1, (cell - noTone) / (fullTone - noTone))) : 1;
  const faded = (kind: 1 | 2): readonly [number, number, number] => {
    const tone = hatchTone(kind, theme);
    const mixed = (i: 0 | 1 | 2): number => Math.round(outside[i] + (tone[i] - outside[i]) * share);
    return [mixed(0), mixed(1), mixed(2)];
  };
  return { padding: faded(1), inserted: faded(2), outside };
}
