/** Width of a bar in pixels. */
const barWidth = 2;

/**
 * Returns the outline of a small histogram as an SVG path. A bar shows the sum of the bins that lie in it; its height is
 * the square root of the sum, so that rare values are visible beside frequent ones. A bin that has values is at least a
 * pixel high.
 */
export function sparklinePath(counts: readonly number[], width: number, height: number): string {
  const bars = Math.min(counts.length, Math.floor(width / barWidth));
  const sums = Array.from({ length: bars }, () => 0);
  for (const [bin, count] of counts.entries()) {
    const bar = Math.floor((bin * bars) / counts.length);
    sums[bar] = (sums[bar] ?? 0) + count;
  }
  const largest = Math.max(1, ...sums);
  return sums
    .map((sum, bar) => {
      if (sum === 0) return '';
      const [from, to] = [(bar * width) / bars, ((bar + 1) * width) / bars];
      const size = Math.max(1, Math.round(height * Math.sqrt(sum / largest)));
      return `M${from} ${height}V${height - size}H${to}V${height}Z`;
    })
    .join('');
}
