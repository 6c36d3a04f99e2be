/** Size and range of a plot of `count` terms: x is a term's index, y a value between `low` and `high`. */
export interface PlotFrame {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

/** Returns the x coordinate of the middle of a term's slot. */
export function plotX({ width, count }: PlotFrame, term: number): number {
  return ((term + 0.5) / count) * width;
}

/** Returns the y coordinate of a value, clamped to the frame because a partial sum may be infinite. */
export function plotY({ height, low, high }: PlotFrame, value: number): number {
  if (!(high > low)) return height / 2;
  const share = (value - low) / (high - low);
  return height - Math.min(1, Math.max(0, share)) * height;
}

/** Returns the term whose slot contains the coordinate `x`. */
export function termAtX({ width, count }: PlotFrame, x: number): number {
  return Math.max(0, Math.min(count - 1, Math.floor((x / width) * count)));
}

const digits = (value: number): string => String(Math.round(value * 100) / 100);

/**
 * Returns the path of a step plot, because a sum keeps its value until the next term changes it. NaN interrupts the
 * line.
 */
export function stepPath(frame: PlotFrame, values: ArrayLike<number>): string {
  let path = '';
  let broken = true;
  for (let term = 0; term < frame.count; term++) {
    const value = values[term] as number;
    if (Number.isNaN(value)) {
      broken = true;
      continue;
    }
    const y = digits(plotY(frame, value));
    path += broken ? `M${digits(plotX(frame, term))} ${y}` : `H${digits(plotX(frame, term))}V${y}`;
    broken = false;
  }
  return frame.count === 1 && path !== '' ? `${path}h${digits(frame.width / 2)}` : path;
}

/** Returns the path of bars from 0 to each value that has the given sign. */
export function barsPath(frame: PlotFrame, values: ArrayLike<number>, sign: 1 | -1): string {
  const zero = digits(plotY(frame, 0));
  let path = '';
  for (let term = 0; term < frame.count; term++) {
    const value = values[term] as number;
    if (!(value * sign > 0)) continue;
    path += `M${digits(plotX(frame, term))} ${zero}V${digits(plotY(frame, value))}`;
  }
  return path;
}

/** Returns the path around the area between −bound and +bound. Where the bound is NaN, it is taken as infinite. */
export function bandPath(frame: PlotFrame, bound: ArrayLike<number>): string {
  const upper: string[] = [];
  const lower: string[] = [];
  for (let term = 0; term < frame.count; term++) {
    const x = digits(plotX(frame, term));
    const limit = bound[term] as number;
    const most = Number.isNaN(limit) ? Infinity : limit;
    upper.push(`${x} ${digits(plotY(frame, most))}`);
    lower.push(`${x} ${digits(plotY(frame, -most))}`);
  }
  return upper.length === 0 ? '' : `M${upper.join('L')}L${lower.reverse().join('L')}Z`;
}

/** Returns the smallest and the largest finite value of all series and 0, so that a plot always shows its axis. */
export function finiteExtentOf(...series: readonly Iterable<number>[]): readonly [low: number, high: number] {
  let low = 0;
  let high = 0;
  for (const values of series) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}
