/** Width of a bar in pixels. */
const barWidth = 2;

/**
 * Returns the outline of a small histogram as an SVG path. A bar shows the sum of the bins that lie in it; its height is
 * the square root of the sum, so that rare values are visible beside frequent ones. A bin that has values is at least a
 * pixel high. One bin, which holds equal values, is one bar in the middle.
 */
export function sparklinePath(counts: readonly number[], width: number, height: number): string {
  const bars = Math.floor(width / barWidth);
  if (counts.length === 1) return `M${width / 2 - 1} ${height}V0H${width / 2 + 1}V${height}Z`;
  const sums = Array.from({ length: bars }, () => 0);
  for (const [bin, count] of counts.entries()) {
    // The middle of the bin.
    const bar = Math.floor(((bin + 0.5) * bars) / counts.length);
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
