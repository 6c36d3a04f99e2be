/** Writes a number that was found, for the name of a variant: with at most 4 significant digits. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Writes a number as {@link shortNumber} does, with a minus sign. */
export function shortSigned(value: number): string {
  return value < 0 ? `−${shortNumber(-value)}` : shortNumber(value);
}

/**
 * Returns a short number, or 1 divided by one (0.5, 3, 1/255, 1/0.229), that differs from this one by at most `tolerance`
 * times its size, by default a few rounding errors; the number itself if there is none.
 */
export function nearby(value: number, tolerance = 1e-6): number {
  const isNear = (other: number): boolean => Math.abs(other - value) <= tolerance * Math.abs(value);
  for (const digits of [1, 2, 3]) {
    const short = Number(value.toPrecision(digits));
    if (isNear(short)) return short;
    const inverse = 1 / Number((1 / value).toPrecision(digits));
    if (isNear(inverse)) return inverse;
  }
  return value;
}

/** The largest number of times that a loop is taken to count something. */
const mostTimes = 64;

/**
 * Returns the whole number, at most {@link mostTimes}, that differs from a fitted one by at most `tolerance`, or else a
 * short number near it; null if there is neither. Any large number is near a whole one.
 */
export function wholeOrShort(value: number, tolerance: number): number | null {
  const whole = Math.round(value);
  if (Math.abs(whole) <= mostTimes && Math.abs(value - whole) <= tolerance) return whole;
  const near = nearby(value, 1e-4);
  return near === value ? null : near;
}
