/** The median and the spread of some numbers. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  /** 95 % of the samples are at most this large. */
  readonly p95: number;
  readonly max: number;
  readonly count: number;
}

/** Returns the spread of one or more numbers. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (place: number): number => sorted[place] ?? NaN;
  const middle = (sorted.length - 1) / 2;
  return {
    min: at(0),
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    p95: at(Math.max(0, Math.ceil(0.95 * sorted.length) - 1)),
    max: at(sorted.length - 1),
    count: sorted.length,
  };
}

/**
 * Returns the median of a ÷ b over the rounds that have both. A cause that slows a whole round down, such as another
 * process, cancels out.
 */
export function ratioOf(a: readonly number[], b: readonly number[]): number {
  const rounds = Math.min(a.length, b.length);
  return spreadOf(a.slice(0, rounds).map((value, round) => value / (b[round] ?? NaN))).median;
}

/** Returns the slope of log y over log x by least squares, which is 1 if y is proportional to x. */
export function exponentOf(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (axis: 0 | 1): number => logs.reduce((sum, p) => sum + p[axis], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return covariance / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}
