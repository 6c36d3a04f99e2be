import type { TensorStatistics } from '../../src/engine/views/statistics.ts';
import { formatInteger, formatShort } from '../../src/scenario/text/format.ts';

/** Returns the range of a tensor's finite numbers: "min −2.1, mean 0.03, max 1.9". */
export function rangeText({ count, finite }: TensorStatistics): string {
  if (count === 0) return 'no elements';
  if (finite === null) return 'no finite numbers';
  const { min, mean, max } = finite;
  if (min === max) return `all ${formatShort(min)}`;
  return `min ${formatShort(min)}, mean ${formatShort(mean)}, max ${formatShort(max)}`;
}

/** Returns the counts of a tensor's non-finite numbers: "3 NaN, 1 +Inf"; empty if there are none. */
export function nonFiniteText({ nonFinite }: TensorStatistics): string {
  const { nan, positiveInfinity, negativeInfinity } = nonFinite;
  return (
    [
      [nan, 'NaN'],
      [positiveInfinity, '+Inf'],
      [negativeInfinity, '−Inf'],
    ] as const
  )
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${formatInteger(count)} ${name}`)
    .join(', ');
}
