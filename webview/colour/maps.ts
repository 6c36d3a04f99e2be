import { interpolateMagma, interpolateViridis, schemeRdBu } from 'd3-scale-chromatic';

/** `signed`: blue below 0, red above; `error`: from 0 upwards; `count`: whole numbers from 0. */
export type MapName = 'signed' | 'error' | 'count';

/** Entries of a look-up table: odd, so that the middle of the signed map is an entry of its own. */
export const lutSize = 511;

/** A look-up table: `lutSize` colours as consecutive r, g, b bytes. */
export type Lut = Uint8Array<ArrayBuffer>;

const cache = new Map<MapName, Lut>();

/** The colours of a map, made on first use. */
export function lutOf(map: MapName): Lut {
  const made = cache.get(map) ?? makeLut(colourFunction(map));
  cache.set(map, made);
  return made;
}

function colourFunction(map: MapName): (t: number) => readonly [number, number, number] {
  switch (map) {
    case 'signed':
      return ramp([...(schemeRdBu[11] as readonly string[])].reverse().map(parseHex));
    case 'error':
      return (t) => parseHex(interpolateMagma(t));
    case 'count':
      return (t) => parseHex(interpolateViridis(t));
    default: {
      const never: never = map;
      throw new Error(`unknown map ${String(never)}`);
    }
  }
}

function makeLut(colour: (t: number) => readonly [number, number, number]): Lut {
  const lut = new Uint8Array(lutSize * 3);
  for (let i = 0; i < lutSize; i++) lut.set(colour(i / (lutSize - 1)), i * 3);
  return lut;
}

/**
 * Straight lines between ColorBrewer's own colours. d3's `interpolateRdBu` is a B-spline that does
 * not pass through them: its middle is a grey, and a stored 0.0 is to be the scheme's white.
 */
function ramp(
  stops: readonly (readonly [number, number, number])[],
): (t: number) => readonly [number, number, number] {
  return (t) => {
    const place = t * (stops.length - 1);
    const index = Math.min(stops.length - 2, Math.floor(place));
    const from = stops[index] ?? [0, 0, 0];
    const to = stops[index + 1] ?? from;
    const mix = (a: number, b: number): number => Math.round(a + (b - a) * (place - index));
    return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
  };
}

function parseHex(hex: string): readonly [number, number, number] {
  const bits = Number.parseInt(hex.slice(1), 16);
  return [(bits >> 16) & 255, (bits >> 8) & 255, bits & 255];
}
