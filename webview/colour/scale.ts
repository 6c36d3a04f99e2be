import { lutOf, lutSize, type Lut, type MapName } from './maps.ts';

/** How finite values become colours: `low` takes the first entry of the map, `high` the last. */
export interface Scale {
  readonly map: MapName;
  readonly lut: Lut;
  readonly low: number;
  readonly high: number;
}

/** Symmetric about 0, so that 0 is the middle and both signs are told at equal strength. */
export function signedScale(limit: number): Scale {
  const safe = positive(limit);
  return { map: 'signed', lut: lutOf('signed'), low: -safe, high: safe };
}

/** From 0 to `limit`: errors and counts. */
export function unsignedScale(map: 'error' | 'count', limit: number): Scale {
  return { map, lut: lutOf(map), low: 0, high: positive(limit) };
}

/** Entry of the scale's table for a finite value; values outside the limits take the nearest end. */
export function entryOf(scale: Scale, value: number): number {
  // Halves first: high − low and value − low overflow for values near the largest double.
  const share = (value / 2 - scale.low / 2) / (scale.high / 2 - scale.low / 2);
  const entry = Math.round(share * (lutSize - 1));
  return entry < 0 ? 0 : entry > lutSize - 1 ? lutSize - 1 : entry;
}

/** A table's entry as CSS. */
export function cssColour(lut: Lut, entry: number): string {
  const at = entry * 3;
  return `rgb(${lut[at] as number},${lut[at + 1] as number},${lut[at + 2] as number})`;
}

/** A tensor of zeros has no extent of its own; 1 keeps the scale defined. */
function positive(limit: number): number {
  return limit > 0 && Number.isFinite(limit) ? limit : 1;
}
