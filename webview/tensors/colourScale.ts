import { type ElementName, elementFormats } from '../../src/formats/common/element.ts';
import { niceLimit } from '../../src/colour/limits.ts';
import type { MapName } from '../../src/colour/maps.ts';
import { type Scale, scaleBetween } from '../../src/colour/scale.ts';
import type { Colouring } from './picture.ts';

/** The values of the first and the last colour, or the smallest and the largest value of a tensor. */
export interface ColourLimits {
  readonly low: number;
  readonly high: number;
}

/** Returns the smallest and the largest finite value; null if there is none. */
export function finiteRange(values: ArrayLike<number>): ColourLimits | null {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0, end = values.length; i < end; i++) {
    const value = values[i] as number;
    if (value - value !== 0) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : null;
}

/** Returns the map of values in this range: two-coloured around zero if there are values on both sides of it. */
export function mapOf({ map }: Colouring, element: ElementName, { low, high }: ColourLimits): MapName {
  if (map !== 'auto') return map;
  if (element === 'bool') return 'grey';
  return low < 0 && high > 0 ? 'signed' : 'count';
}

/**
 * Returns the limits that the values suggest: the same size on both sides of zero for the two-coloured map, otherwise the
 * range of the values. Colour images have those of their format.
 */
export function naturalLimits(map: MapName, element: ElementName, range: ColourLimits, isImage: boolean): ColourLimits {
  const { low, high } = range;
  if (isImage) {
    if (element === 'uint8') return { low: 0, high: 255 };
    const isUnit = low >= 0 && high <= 1 && elementFormats[element].stored !== 'integer';
    return isUnit ? { low: 0, high: 1 } : range;
  }
  if (element === 'bool') return { low: 0, high: 1 };
  if (map !== 'signed') return range;
  const limit = niceLimit(Math.max(-low, high));
  const safe = limit > 0 && Number.isFinite(limit) ? limit : 1;
  return { low: -safe, high: safe };
}

/** Returns the colour scale of a tensor whose values are in this range. */
export function tensorScale(colouring: Colouring, element: ElementName, range: ColourLimits, isImage: boolean): Scale {
  const map = mapOf(colouring, element, range);
  const { low, high } = colouring.limits ?? naturalLimits(map, element, range, isImage);
  return scaleBetween(map, low, high, colouring.isLog && !isImage);
}
