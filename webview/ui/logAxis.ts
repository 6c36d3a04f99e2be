/** A logarithmic axis of magnitudes: 0 at its start, then decades. */
export interface LogAxis {
  /** Returns the position of a magnitude, 0 to 1; a magnitude that is not finite is at 1. */
  readonly share: (value: number) => number;
  /** Exponents of ten that have a tick, in ascending order from that of the smallest decade. */
  readonly ticks: readonly number[];
}

/** Share of the axis between 0 and the first decade. */
const firstDecade = 0.2;
/** Largest number of ticks whose labels do not overlap. */
const mostTicks = 3;

/** Returns the axis whose decades include all positive finite values. */
export function logAxisOf(values: readonly number[]): LogAxis {
  const decades = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  const low = decades.length === 0 ? 0 : Math.floor(Math.min(...decades));
  const high = decades.length === 0 ? 1 : Math.max(low + 1, Math.ceil(Math.max(...decades)));
  const at = (exponent: number): number => firstDecade + ((1 - firstDecade) * (exponent - low)) / (high - low);
  const step = Math.ceil((high - low) / (mostTicks - 1));
  const ticks: number[] = [];
  for (let exponent = low; exponent <= high; exponent += step) ticks.push(exponent);
  return {
    share: (value) => (value === 0 ? 0 : Number.isFinite(value) ? at(Math.log10(value)) : 1),
    ticks,
  };
}
