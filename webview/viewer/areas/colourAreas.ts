import type { Areas } from '../../../src/engine/areas/areas.ts';
import { entryOf, type Scale } from '../../../src/colour/scale.ts';
import { black, type Tones } from './pixelColour.ts';
import type { PixelShows } from '../../store/pixelShows.ts';

/**
 * Returns areas as RGBA bytes, one pixel per place. A mean's colour is mixed with the tones of structural zeros by
 * their share of the area, so that they neither change the mean nor vanish. A min or max is not mixed if the area has
 * any value, so that one value among thousands of zeros is visible. A non-finite value makes the pixel black.
 */
export function colourAreas(
  areas: Areas,
  shows: PixelShows,
  scale: Scale,
  tones: Tones,
): Uint8ClampedArray<ArrayBuffer> {
  const { values, padding, inserted, nonFinite } = areas;
  const shown = areas[shows];
  const pixels = new Uint8ClampedArray(areas.rows * areas.columns * 4);
  for (let i = 0; i < values.length; i++) {
    const at = i * 4;
    pixels[at + 3] = 255;
    const value = values[i] as number;
    const bad = nonFinite[i] !== 0;
    if (!bad && value > 0 && (shows !== 'mean' || (padding[i] === 0 && inserted[i] === 0))) {
      // Nothing has to be mixed, which is the common case.
      const entry = entryOf(scale, shown[i] as number) * 3;
      pixels[at] = scale.lut[entry] as number;
      pixels[at + 1] = scale.lut[entry + 1] as number;
      pixels[at + 2] = scale.lut[entry + 2] as number;
      continue;
    }
    const pad = value > 0 && shows !== 'mean' ? 0 : (padding[i] as number);
    const ins = value > 0 && shows !== 'mean' ? 0 : (inserted[i] as number);
    const total = value + pad + ins;
    const entry = value > 0 && !bad ? entryOf(scale, shown[i] as number) * 3 : 0;
    for (let c = 0; c < 3; c++) {
      pixels[at + c] = bad
        ? (black[c] as number)
        : total === 0
          ? (tones.outside[c] as number)
          : ((scale.lut[entry + c] as number) * value +
              (tones.padding[c] as number) * pad +
              (tones.inserted[c] as number) * ins) /
            total;
    }
  }
  return pixels;
}
