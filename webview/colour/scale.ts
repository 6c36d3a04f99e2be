import { lutOf, lutSize, type Lut, type MapName } from './maps.ts';

/** Maps finite values to colours: `low` to the first entry of the look-up table, `high` to the last. */
export interface Scale {
  readonly map: MapName;
  readonly lut: Lut;
  readonly low: number;
  readonly high: number;
}

/** Returns the signed scale from −limit to limit: 0 is in the middle, and both signs have equal strength. */
export function signedScale(limit: number): Scale {
  const safe = positive(limit);
  return { map: 'signed', lut: lutOf('signed'), low: -safe, high: safe };
}

/** Returns the scale from 0 to `limit` of errors or counts. */
export function unsignedScale(map: 'error' | 'count', limit: number): Scale {
  return { map, lut: lutOf(map), low: 0, high: positive(limit) };
}

/** Returns the entry of the scale's table for a finite value; values outside the limits are clamped. */
export function entryOf(scale: Scale, value: number): number {
  // Halves first: high − low and value − low overflow for values near the largest double.
  const share = (value / 2 - scale.low / 2) / (scale.high / 2 - scale.low / 2);
  const entry = Math.round(share * (lutSize - 1));
  return entry < 0 ? 0 : entry > lutSize - 1 ? lutSize - 1 : entry;
}

/** Returns an entry of a look-up table as a CSS colour. */
export function cssColour(lut: Lut, entry: number): string {
  const at = entry * 3;
  return `rgb(${lut[at] as number},${lut[at + 1] as number},${lut[at + 2] as number})`;
}

/** Replaces a limit that is not positive and finite by 1: the scale of a tensor of zeros is defined, too. */
function positive(limit: number): number {
  return limit > 0 && Number.isFinite(limit) ? limit : 1;
}
