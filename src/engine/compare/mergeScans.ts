import type { Extreme, NonFiniteCounts } from './comparison.ts';
import type { Scanned } from './errorScan.ts';

type Found = Scanned['mismatches'];

/** What one look at each element of a whole gives, from its parts in their order. */
export function mergeScans(parts: readonly Scanned[], worst: number): Scanned {
  const all = <Key extends keyof Scanned>(key: Key): readonly Scanned[Key][] => parts.map((part) => part[key]);
  return {
    compared: all('compared').reduce((a, b) => a + b, 0),
    allEqual: all('allEqual').every((each) => each),
    maxAbs: largest(all('maxAbs')),
    maxRel: largest(all('maxRel')),
    maxUlp: largest(all('maxUlp')),
    maxBoundRatio: largest(all('maxBoundRatio')),
    // Stable: of equals the earlier one stays first.
    worst: all('worst')
      .flat()
      .sort((a, b) => b.value - a.value)
      .slice(0, worst),
    mismatches: sumFound(all('mismatches')),
    beyondBound: sumFound(all('beyondBound')),
    unmatched: sumFound(all('unmatched')),
    actual: sumCounts(all('actual')),
    expected: sumCounts(all('expected')),
  };
}

/** The largest, the first of equals. */
function largest(extremes: readonly (Extreme | null)[]): Extreme | null {
  return extremes.reduce((a, b) => (a === null || (b !== null && b.value > a.value) ? b : a), null);
}

function sumFound(parts: readonly Found[]): Found {
  const first = parts.find((part) => part.first !== null)?.first ?? null;
  return { count: parts.reduce((sum, { count }) => sum + count, 0), first };
}

function sumCounts(parts: readonly NonFiniteCounts[]): NonFiniteCounts {
  const sum = (key: keyof NonFiniteCounts): number => parts.reduce((total, part) => total + part[key], 0);
  return {
    nan: sum('nan'),
    positiveInfinity: sum('positiveInfinity'),
    negativeInfinity: sum('negativeInfinity'),
  };
}
