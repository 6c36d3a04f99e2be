import type { Summary } from '../../src/engine/views/summary.ts';
import { formatInteger, formatShort } from '../../src/scenario/text/format.ts';

/** A tensor's numbers in a line: "min −2.1, mean 0.03, max 1.9". */
export function rangeText({ count, finite }: Summary): string {
  if (count === 0) return 'no elements';
  if (finite === null) return 'nothing finite';
  const { min, mean, max } = finite;
  if (min === max) return `all ${formatShort(min)}`;
  return `min ${formatShort(min)}, mean ${formatShort(mean)}, max ${formatShort(max)}`;
}

/** What of it is not finite: "3 NaN, 1 +Inf"; empty where all is well. */
export function nonFiniteText({ nonFinite }: Summary): string {
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
