import type { ValueBins } from '../../src/engine/views/statistics.ts';
import type { ColourLimits } from './colourScale.ts';

/** Returns the values at the ends of a histogram's axis: those of the values and of the colours. */
export function histogramDomain(histogram: ValueBins | null, natural: ColourLimits): ColourLimits {
  const low = Math.min(histogram?.low ?? natural.low, natural.low);
  const high = Math.max(histogram?.high ?? natural.high, natural.high);
  return low < high ? { low, high } : { low: low - 0.5, high: high + 0.5 };
}

/** Returns the place of a value on the axis, 0 to 1. */
export function axisPlaceOf({ low, high }: ColourLimits, value: number): number {
  // Halves first: the range of values near the largest double overflows.
  return Math.max(0, Math.min(1, (value / 2 - low / 2) / (high / 2 - low / 2)));
}

/**
 * Returns the height of a histogram at each of `width` pixels of the axis, 0 to 1: the square root of the count, so that
 * rare values are visible beside frequent ones.
 */
export function histogramHeights({ low, high, counts }: ValueBins, domain: ColourLimits, width: number): Float64Array {
  const heights = new Float64Array(width);
  const largest = Math.max(1, ...counts);
  const from = axisPlaceOf(domain, low) * width;
  // A single value has no width of its own; it gets a bar of two pixels.
  const span = Math.max(2, (axisPlaceOf(domain, high) - axisPlaceOf(domain, low)) * width);
  const first = low < high ? from : from - 1;
  for (let x = Math.max(0, Math.floor(first)); x < Math.min(width, first + span); x++) {
    const bin = Math.floor(((x + 0.5 - first) / span) * counts.length);
    const count = counts[Math.max(0, Math.min(counts.length - 1, bin))] as number;
    heights[x] = Math.sqrt(count / largest);
  }
  return heights;
}

/** Least distance between the limits of the colours, as a share of the axis. */
const leastShare = 0.005;

/**
 * Returns the limits of the colours after one was moved to a value. The limits keep their order and stay on the axis.
 * Mirrored limits have the same size on both sides of zero.
 */
export function dragged(
  limits: ColourLimits,
  domain: ColourLimits,
  which: 'low' | 'high',
  to: number,
  isMirrored: boolean,
): ColourLimits {
  const least = (domain.high - domain.low) * leastShare;
  if (isMirrored) {
    const size = Math.max(least, Math.min(Math.max(-domain.low, domain.high), which === 'low' ? -to : to));
    return { low: -size, high: size };
  }
  return which === 'low'
    ? { low: Math.max(domain.low, Math.min(to, limits.high - least)), high: limits.high }
    : { low: limits.low, high: Math.min(domain.high, Math.max(to, limits.low + least)) };
}
