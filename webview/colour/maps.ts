import { magma, redBlue, viridis } from './schemes.ts';

/** `signed`: blue below 0, red above; `error`: from 0 upwards; `count`: whole numbers from 0. */
export type MapName = 'signed' | 'error' | 'count';

/** Entries of a look-up table: odd, so that the middle of the signed map is an entry of its own. */
export const lutSize = 511;

/** A look-up table: `lutSize` colours as consecutive r, g, b bytes. */
export type Lut = Uint8Array<ArrayBuffer>;

type Rgb = readonly [red: number, green: number, blue: number];

const cache = new Map<MapName, Lut>();

/** The colours of a map, made on first use. */
export function lutOf(map: MapName): Lut {
  const made = cache.get(map) ?? makeLut(colourFunction(map));
  cache.set(map, made);
  return made;
}

/** The colour of a map at a place 0 … 1 of it. */
export function colourFunction(map: MapName): (t: number) => Rgb {
  switch (map) {
    case 'signed':
      return ramp(coloursIn(redBlue).reverse());
    case 'error':
      return sequence(coloursIn(magma));
    case 'count':
      return sequence(coloursIn(viridis));
    default: {
      const never: never = map;
      throw new Error(`unknown map ${String(never)}`);
    }
  }
}

function makeLut(colour: (t: number) => Rgb): Lut {
  const lut = new Uint8Array(lutSize * 3);
  for (let i = 0; i < lutSize; i++) lut.set(colour(i / (lutSize - 1)), i * 3);
  return lut;
}

/**
 * Straight lines between ColorBrewer's own colours. d3's `interpolateRdBu` is a B-spline that does
 * not pass through them: its middle is a grey, and a stored 0.0 is to be the scheme's white.
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

/** As many steps as there are colours. */
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
