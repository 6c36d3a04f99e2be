import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import { entryOf, type Scale } from '../../../src/colour/scale.ts';

/** Colours of cells that are not on the scale, as [r, g, b]. */
export interface Tones {
  readonly padding: readonly [number, number, number];
  readonly inserted: readonly [number, number, number];
  /** Colour beyond the last cell. */
  readonly outside: readonly [number, number, number];
}

/** Colour of a pixel with any NaN or infinity: one such value among thousands must be visible. */
export const black = [17, 17, 17] as const;

/** Writes the opaque pixel of one cell at byte `at`. */
export function colourCell(
  pixels: Uint8ClampedArray,
  at: number,
  kind: number,
  value: number,
  scale: Scale,
  tones: Tones,
): void {
  pixels[at + 3] = 255;
  if (kind === CellKind.value && value - value === 0) {
    const entry = entryOf(scale, value) * 3;
    pixels[at] = scale.lut[entry] as number;
    pixels[at + 1] = scale.lut[entry + 1] as number;
    pixels[at + 2] = scale.lut[entry + 2] as number;
    return;
  }
  const tone = kind === CellKind.padding ? tones.padding : kind === CellKind.inserted ? tones.inserted : black;
  pixels[at] = tone[0];
  pixels[at + 1] = tone[1];
  pixels[at + 2] = tone[2];
}
