import { lutOf, lutSize, type Lut, type MapName } from './maps.ts';

/** Maps finite values to colours: `low` to the first entry of the look-up table, `high` to the last. */
export interface Scale {
  readonly map: MapName;
  readonly lut: Lut;
  readonly low: number;
  readonly high: number;
  /** The share of the table, 0 to 1, at which a finite value lies; linear from `low` to `high` if left out. */
  readonly shareOf?: (value: number) => number;
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

/** Returns the scale of a map from `low` to `high`, which are finite; equal limits are moved apart. */
export function scaleBetween(map: MapName, low: number, high: number, isLog: boolean): Scale {
  const [from, to] = low < high ? [low, high] : [low - 0.5, high + 0.5];
  const scale = { map, lut: lutOf(map), low: from, high: to };
  return isLog ? { ...scale, shareOf: logarithmic(map === 'signed', from, to) } : scale;
}

/** The part of a range that a logarithmic scale which includes zero shows linearly. */
const linearPart = 1e-3;

/**
 * Returns the shares of a logarithmic scale. It is a pure logarithm if both limits have the same sign. Otherwise the
 * distance from zero (of `isSigned`) or from the lower limit is logarithmic, except in the {@link linearPart}.
 */
function logarithmic(isSigned: boolean, low: number, high: number): (value: number) => number {
  if (!isSigned && low > 0) return (value) => Math.log(Math.max(value, low) / low) / Math.log(high / low);
  if (!isSigned && high < 0) return (value) => 1 - Math.log(Math.min(value, high) / high) / Math.log(low / high);
  const range = isSigned ? Math.max(-low, high) : high - low;
  const distance = (size: number): number => Math.log1p(size / (range * linearPart)) / Math.log1p(1 / linearPart);
  if (!isSigned) return (value) => distance(Math.max(0, value - low));
  return (value) => 0.5 + 0.5 * Math.sign(value) * distance(Math.abs(value));
}

/** Returns the entry of the scale's table for a finite value; values outside the limits are clamped. */
export function entryOf(scale: Scale, value: number): number {
  // Halves first: high − low and value − low overflow for values near the largest double.
  const share = scale.shareOf?.(value) ?? (value / 2 - scale.low / 2) / (scale.high / 2 - scale.low / 2);
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
