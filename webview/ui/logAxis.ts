/** An axis of magnitudes: a true 0 at its start, then decades. */
export interface LogAxis {
  /** Where a magnitude stands, 0 to 1; one that is not finite at the end. */
  readonly share: (value: number) => number;
  /** Exponents of ten that have a tick, with the smallest and the largest decade. */
  readonly ticks: readonly number[];
}

/** Room that the 0 has to itself before the first decade. */
const firstDecade = 0.2;
/** More ticks than these cannot be told apart. */
const mostTicks = 3;

/** The axis on which all these magnitudes have a place. */
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
