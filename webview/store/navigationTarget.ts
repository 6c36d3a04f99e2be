import type { Run } from '../../src/scenario/run/run.ts';
import { formatInteger } from '../../src/scenario/text/format.ts';
import type { RunModel } from './runModel.ts';

/** The kind and the number of the elements that "next mismatch" visits in a run. */
export interface NavigationTarget {
  readonly kind: 'non-finite' | 'mismatch' | 'worst';
  readonly count: number;
}

/** Returns the target of a run: non-finite elements if there are any, else mismatches, else the largest errors. */
export function navigationTargetOf({ comparison }: Run): NavigationTarget {
  const { actual, expected } = comparison.nonFinite;
  const nonFinite = [actual, expected].map((c) => c.nan + c.positiveInfinity + c.negativeInfinity);
  const count = Math.max(...nonFinite);
  if (count > 0) return { kind: 'non-finite', count };
  const wrong = Math.max(comparison.mismatches.count, comparison.beyondBound?.count ?? 0);
  if (wrong > 0) return { kind: 'mismatch', count: wrong };
  return { kind: 'worst', count: comparison.worst.length };
}

/** Returns whether the element at flat index `i` is a target. */
function isTarget({ run, boundAt }: RunModel, kind: 'non-finite' | 'mismatch', i: number): boolean {
  const [output, expected] = [run.output.data[i] ?? NaN, run.reference.data[i] ?? NaN];
  if (kind === 'non-finite') return !Number.isFinite(output) || !Number.isFinite(expected);
  const error = Math.abs(output - expected);
  const { rtol, atol } = run.comparison.tolerance;
  return error > boundAt(i) || error > atol + rtol * Math.abs(expected);
}

/** Returns the flat index of the next or previous target after `from`, wrapping around; null if there is none. */
export function targetAfter(model: RunModel, from: number, by: 1 | -1): number | null {
  const { run } = model;
  const { kind } = navigationTargetOf(run);
  const total = run.output.data.length;
  if (kind === 'worst') {
    const places = run.comparison.worst.map(({ at }) => at);
    const here = places.indexOf(from);
    const next = here < 0 && by < 0 ? places.length - 1 : here + by;
    return places[(next + places.length) % places.length] ?? null;
  }
  for (let steps = 1; steps <= total; steps += 1) {
    const i = (((from + by * steps) % total) + total) % total;
    if (isTarget(model, kind, i)) return i;
  }
  return null;
}

/** Returns a sentence that says which target an element is. */
export function targetText(run: Run, found: number): string {
  const { kind, count } = navigationTargetOf(run);
  const counted = formatInteger(count);
  if (kind === 'non-finite') return `One of ${counted} non-finite elements.`;
  if (kind === 'mismatch') return `One of ${counted} mismatches.`;
  const rank = run.comparison.worst.findIndex(({ at }) => at === found) + 1;
  return `No mismatches. Error ${rank} of the ${counted} largest.`;
}
