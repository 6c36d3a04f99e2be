import type { Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { shortSigned } from '../model/shortNumber.ts';

/** The values of a range that are tried, and how far they may be apart, relative to the largest, to count as the same. */
const tried = 512;
const sameTolerance = 1e-6;

/**
 * Returns the rest of a sentence that begins with two matches: that both are the same function of every value in the range
 * of the right output, and which values would tell them apart. Returns null if they are no functions of single values of
 * the call's output, or if they differ within the range or nowhere near it.
 */
export function relationInRange(
  { call, reference, geometry: { cout } }: Pick<DiagnosisTarget, 'call' | 'reference' | 'geometry'>,
  one: Hypothesis,
  other: Hypothesis,
): string | null {
  const [f, g] = [one, other].map((hypothesis) => (isElementwise(hypothesis) ? hypothesis.following : undefined));
  if (f === undefined || g === undefined || one.call !== call || other.call !== call) return null;
  let [low, high] = [Infinity, -Infinity];
  for (const value of reference.data) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (!Number.isFinite(high - low)) return null;
  const differAt = (value: number): boolean => {
    const before = { value, bound: 0 };
    for (let channel = 0; channel < cout; channel++) {
      const [p, q] = [f, g].map((following) => following(before, channel, 0, 0).value) as [number, number];
      if (Math.abs(p - q) > sameTolerance * Math.max(Math.abs(p), Math.abs(q), Math.abs(value))) return true;
    }
    return false;
  };
  for (let i = 0; i <= tried; i++) if (differAt(low + (i * (high - low)) / tried)) return null;
  const beyond = Array.from({ length: 12 }, (_, i) => 2 ** (i - 3));
  const larger = beyond.some((more) => differAt(high + more));
  const smaller = beyond.some((less) => differAt(low - less));
  if (!larger && !smaller) return null;
  const which = larger && smaller ? 'values beyond' : larger ? 'larger values' : 'smaller values';
  return `give the same output here because all values of the right output are between ${shortSigned(low)} and ${shortSigned(high)}; ${which} tell them apart.`;
}

function isElementwise({ arranged, overlap, factor, collective }: Hypothesis): boolean {
  return [arranged, overlap, factor, collective].every((part) => part === undefined);
}
