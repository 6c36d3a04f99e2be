import { assertNever } from '../engine/core/assertNever.ts';
import { magma, redBlue, viridis } from './schemes.ts';

/**
 * A colour map. `signed`: blue below 0, red above; `error`: values from 0 upwards; `count`: whole numbers from 0; `grey`:
 * black to white, as an image.
 */
export type MapName = 'signed' | 'error' | 'count' | 'grey';

/** Number of entries in a look-up table: odd, so that the middle of the signed map is one entry. */
export const lutSize = 511;

/** A look-up table: `lutSize` colours as consecutive r, g, b bytes. */
export type Lut = Uint8Array<ArrayBuffer>;

type Rgb = readonly [red: number, green: number, blue: number];

const cache = new Map<MapName, Lut>();

/** Returns the look-up table of a map, which is computed on first use. */
export function lutOf(map: MapName): Lut {
  const made = cache.get(map) ?? makeLut(colourFunction(map));
  cache.set(map, made);
  return made;
}

/** Returns the function from a position in a map, 0 to 1, to its colour. */
export function colourFunction(map: MapName): (t: number) => Rgb {
  switch (map) {
    case 'signed':
      return ramp(coloursIn(redBlue).reverse());
    case 'error':
      return sequence(coloursIn(magma));
    case 'count':
      return sequence(coloursIn(viridis));
    case 'grey':
      return grey;
    default:
      return assertNever(map, 'colour map');
  }
}

function makeLut(colour: (t: number) => Rgb): Lut {
  const lut = new Uint8Array(lutSize * 3);
  for (let i = 0; i < lutSize; i++) lut.set(colour(i / (lutSize - 1)), i * 3);
  return lut;
}

/**
 * Interpolates linearly between ColorBrewer's colours. d3's `interpolateRdBu` is a B-spline that does not pass through
 * them: its middle is grey, but 0.0 has to be the scheme's white.
 */
function ramp(stops: readonly Rgb[]): (t: number) => Rgb {
  return (t) => {
    const place = t * (stops.length - 1);
    const index = Math.min(stops.length - 2, Math.floor(place));
    const from = stops[index] ?? [0, 0, 0];
    const to = stops[index + 1] ?? from;
    const mix = (a: number, b: number): number => Math.round(a + (b - a) * (place - index));
    return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
  };
}

function grey(t: number): Rgb {
  const level = Math.round(255 * Math.max(0, Math.min(1, t)));
  return [level, level, level];
}

/** Returns a map with as many steps as there are colours. */
function sequence(colours: readonly Rgb[]): (t: number) => Rgb {
  return (t) => {
    const index = Math.max(0, Math.min(colours.length - 1, Math.floor(t * colours.length)));
    return colours[index] ?? [0, 0, 0];
  };
}

function coloursIn(digits: string): Rgb[] {
  return Array.from({ length: digits.length / 6 }, (_, i) => {
    const bits = Number.parseInt(digits.slice(6 * i, 6 * i + 6), 16);
    return [(bits >> 16) & 255, (bits >> 8) & 255, bits & 255];
  });
}
